/* SPDX-License-Identifier: MIT */
/* The real library in Kea's hooks manager, without a server: configure it, pass it packets. */
#include "tests/hook/kea_lab.h"

/* Kea 3.0 wants it before its other headers. */
#include <config.h>

#include <cstdlib>

#include <boost/make_shared.hpp>
#include <cc/command_interpreter.h>
#include <cc/data.h>
#include <dhcp/dhcp4.h>
#include <dhcpsrv/cfgmgr.h>
#include <hooks/hooks.h>
#include <hooks/hooks_manager.h>
#include <log/logger_support.h>
#include <process/daemon.h>

/* Last: it has a macro "fail". */
#include <check.h>

using isc::dhcp::Option;
using isc::dhcp::Pkt4;
using isc::dhcp::Pkt4Ptr;
using isc::hooks::CalloutHandle;
using isc::hooks::HooksManager;

namespace kea_lab {

const char *const office =
    "\"name\": \"office\", \"fips-mode\": true, \"server\": \"http://10.79.57.91\","
    "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\","
    "\"challenge-password\": \"D233CCF9B9952A15\", \"enable-8021x\": true,"
    "\"certificate-select\": \"custom-installed\"";

static int configured_hook;
static int send_hook;
static CalloutHandle::CalloutNextStep first_step;

/* Stands for another library that comes before ours. */
static int other_library(CalloutHandle &handle) {
    handle.setStatus(first_step);
    return 0;
}

/* As Kea knows which libraries a configuration has. */
static void list_library(const isc::dhcp::SrvConfigPtr &config) {
    config->getHooksConfig().add(CDC43_HOOK_LIBRARY, isc::data::ConstElementPtr());
}

void begin(const char *daemon) {
    setenv("KEA_LOCKFILE_DIR", "none", 1);
    isc::log::initLogger("cdc43-test", isc::log::NONE);
    isc::process::Daemon::setProcName(daemon);
    list_library(isc::dhcp::CfgMgr::instance().getCurrentCfg());
    set_starting(false);
    configured_hook = HooksManager::registerHook("dhcp4_srv_configured");
    send_hook = HooksManager::registerHook("pkt4_send");
}

void set_starting(bool is_starting) {
    isc::dhcp::CfgMgr::instance().getCurrentCfg()->setLastCommitTime(
        is_starting ? boost::posix_time::ptime()
                    : boost::posix_time::second_clock::universal_time());
}

bool load(const char *parameters) {
    const isc::data::ConstElementPtr element =
        parameters == nullptr
            ? isc::data::ConstElementPtr()
            : isc::data::ConstElementPtr(isc::data::Element::fromJSON(parameters));
    isc::hooks::HookLibsCollection libraries;

    libraries.push_back({CDC43_HOOK_LIBRARY, element});
    HooksManager::prepareUnloadLibraries();
    HooksManager::unloadLibraries();
#if CDC43_KEA_HOOKS_VERSION >= 20400
    const bool loaded = HooksManager::loadLibraries(libraries, false);
#else
    const bool loaded = HooksManager::loadLibraries(libraries);
#endif
    HooksManager::preCalloutsLibraryHandle().registerCallout("pkt4_send", other_library);
    return loaded;
}

static std::string finish(const isc::hooks::CalloutHandlePtr &handle) {
    std::string error;

    HooksManager::callCallouts(configured_hook, *handle);
    if (handle->getStatus() == CalloutHandle::NEXT_STEP_DROP) {
        handle->getArgument("error", error);
        ck_assert(!error.empty());
    }
    return error;
}

std::string complete() {
    return finish(HooksManager::createCalloutHandle());
}

std::string complete_with(const std::string &dhcp4) {
    const auto handle = HooksManager::createCalloutHandle();

    handle->setArgument("json_config",
                        isc::data::ConstElementPtr(isc::data::Element::fromJSON(dhcp4)));
    return finish(handle);
}

static const isc::asiolink::IOServicePtr &main_loop() {
    static const auto service = boost::make_shared<isc::asiolink::IOService>();

    return service;
}

std::string complete_as_server(bool is_taken) {
    isc::dhcp::CfgMgr &configs = isc::dhcp::CfgMgr::instance();
    const auto handle = HooksManager::createCalloutHandle();

    list_library(configs.getStagingCfg());
    handle->setArgument("io_context", main_loop());
    handle->setArgument("server_config", configs.getStagingCfg());
    const std::string error = finish(handle);
    if (error.empty() && is_taken) {
        configs.commit();
    } else {
#if CDC43_KEA_HOOKS_VERSION >= 20400
        configs.clearStagingConfiguration();
#else
        configs.rollback();
#endif
    }
    return error;
}

void run_posted() {
    main_loop()->poll();
}

std::string configure(const std::string &parameters) {
    ck_assert(load(parameters.c_str()));
    return complete();
}

void accept(const std::string &parameters) {
    const std::string error = configure(parameters);

    ck_assert_msg(error.empty(), "%s", error.c_str());
}

Pkt4Ptr query(int type, const char *vendor_class) {
    const Pkt4Ptr packet = boost::make_shared<Pkt4>(static_cast<uint8_t>(type), 4711);

    if (vendor_class != nullptr) {
        const std::string text = vendor_class;

        add(packet, isc::dhcp::DHO_VENDOR_CLASS_IDENTIFIER, {text.begin(), text.end()});
    }
    return packet;
}

Pkt4Ptr response(int type) {
    const Pkt4Ptr packet = boost::make_shared<Pkt4>(
        static_cast<uint8_t>(type != 0 ? type : isc::dhcp::DHCPOFFER), 4711);

    if (type == 0) {
        packet->delOption(isc::dhcp::DHO_DHCP_MESSAGE_TYPE);
    }
    return packet;
}

void add(const Pkt4Ptr &packet, uint8_t code, const std::vector<uint8_t> &octets) {
    packet->addOption(boost::make_shared<Option>(Option::V4, code, octets));
}

CalloutHandle::CalloutNextStep send(const Pkt4Ptr &query, const Pkt4Ptr &response,
                                    CalloutHandle::CalloutNextStep step) {
    const auto handle = HooksManager::createCalloutHandle();

    handle->setArgument("query4", query);
    handle->setArgument("response4", response);
    first_step = step;
    HooksManager::callCallouts(send_hook, *handle);
    return handle->getStatus();
}

/* Walks over the packed message by itself, not with the code under test. */
std::vector<std::vector<uint8_t>> instances(const Pkt4Ptr &packet) {
    std::vector<std::vector<uint8_t>> found;
    size_t at = Pkt4::DHCPV4_PKT_HDR_LEN + 4;

    packet->pack();
    const auto *const data = static_cast<const uint8_t *>(packet->getBuffer().getData());
    const size_t size = packet->getBuffer().getLength();

    while (at < size && data[at] != isc::dhcp::DHO_END) {
        const size_t len = data[at + 1];

        ck_assert_uint_le(at + 2 + len, size);
        if (data[at] == isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS) {
            found.emplace_back(data + at + 2, data + at + 2 + len);
        }
        at += 2 + len;
    }
    return found;
}

std::string command(const std::string &name) {
    const auto handle = HooksManager::createCalloutHandle();
    isc::data::ConstElementPtr result;

    handle->setArgument("command", isc::config::createCommand(name));
    HooksManager::callCommandHandlers(name, *handle);
    handle->getArgument("response", result);
    return result->str();
}

std::vector<uint8_t> offer(const char *vendor_class) {
    const Pkt4Ptr answer = response(isc::dhcp::DHCPOFFER);

    ck_assert_int_eq(send(query(isc::dhcp::DHCPDISCOVER, vendor_class), answer),
                     CalloutHandle::NEXT_STEP_CONTINUE);
    const auto found = instances(answer);
    ck_assert_uint_le(found.size(), 1);
    return found.empty() ? std::vector<uint8_t>() : found[0];
}

} // namespace kea_lab
