/* SPDX-License-Identifier: MIT */
/* A hook library of a few lines: option 43 of each response is "hello". */
#include <config.h>

#include <boost/make_shared.hpp>

#include <dhcp/option.h>
#include <dhcp/pkt4.h>
#include <dhcpsrv/subnet.h>    /* wants dhcpsrv/cfg_globals.h */
#include <eval/eval_context.h> /* wants location.hh */
#include <hooks/hooks.h>
#ifdef HELLO_MESSAGES
#include <log/logger.h>
#include <log/macros.h>

#include "hello_messages.h"
#endif

using namespace isc::dhcp;
using isc::hooks::CalloutHandle;
using isc::hooks::LibraryHandle;

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int load(LibraryHandle & /* handle */) {
#ifdef HELLO_MESSAGES
    static isc::log::Logger logger("hello");

    LOG_INFO(logger, hello::HELLO_LOADED).arg(VERSION);
#endif
    return 0;
}

int pkt4_send(CalloutHandle &handle) {
    const std::string words = "hello";
    Pkt4Ptr response;

    handle.getArgument("response4", response);
    response->addOption(
        boost::make_shared<Option>(Option::V4, 43, OptionBuffer(words.begin(), words.end())));
    return 0;
}
}
