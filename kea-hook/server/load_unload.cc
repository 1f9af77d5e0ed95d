/* SPDX-License-Identifier: MIT */
/* Where Kea enters the library when it loads, configures and unloads it. */
#include "kea-hook/server/load_unload.h"

#include <algorithm>
#include <malloc.h>
#include <string>
#include <vector>

#include <process/daemon.h>

#include "kea-hook/config/validity.h"
#include "kea-hook/server/active.h"
#include "kea-hook/server/commands.h"
#include "kea-hook/server/dates.h"
#include "kea-hook/server/kea_config.h"
#include "kea-hook/server/log.h"
#include "kea-hook/server/threads.h"
#include "kea-hook/server/timer.h"

using isc::hooks::CalloutHandle;
using isc::hooks::LibraryHandle;

namespace cdc43_hook {

static std::string count(size_t number, const char *noun) {
    return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

static bool start(LibraryHandle &handle) {
    const std::string daemon = isc::process::Daemon::getProcName();

    if (daemon != "kea-dhcp4") {
        LOG_ERROR(logger, CDC43_HOOK_WRONG_DAEMON).arg(daemon);
        return false;
    }
    LOG_INFO(logger, CDC43_HOOK_LOADED).arg(CDC43_VERSION);
    register_commands(handle);
    if (!is_listed()) {
        drop(); /* what was in use when the library was removed is nobody's configuration */
    }
    prepare(handle.getParameters());
    resume_timer();
    return true;
}

/* Phones get the octets of before, if there were any: somebody should know how old these are. */
static void report_kept(const std::string &refusal) {
    const auto current = active();

    note_refusal(refusal);
    if (current) {
        LOG_WARN(logger, CDC43_HOOK_KEPT).arg(utc_time(current->since));
    }
}

/* Kea answers the command, or ends at start, with the argument "error". */
static void refuse(CalloutHandle &handle, const std::string &sentence) {
    handle.setArgument("error", "cdc43: " + sentence);
    handle.setStatus(CalloutHandle::NEXT_STEP_DROP);
    LOG_ERROR(logger, CDC43_HOOK_CONFIG_REFUSED).arg(sentence);
    report_kept(sentence);
}

static bool has_argument(const CalloutHandle &handle, const char *name) {
    const std::vector<std::string> names = handle.getArgumentNames();

    return std::find(names.begin(), names.end(), name) != names.end();
}

/* The configuration that is being taken, as Kea completed it; null when Kea does not say. */
static isc::data::ConstElementPtr dhcp4_of(const CalloutHandle &handle) {
    isc::data::ConstElementPtr element;

    if (has_argument(handle, "json_config")) {
        handle.getArgument("json_config", element);
    }
    return element && element->contains("Dhcp4") ? element->get("Dhcp4") : element;
}

/* What databases hold is in Kea's own configuration only, where nobody knows any more which file
 * and line something was in: the file is checked before. */
static std::string take(const CalloutHandle &handle, const isc::data::ConstElementPtr &dhcp4) {
    const occasion when = is_starting() ? occasion::start : occasion::change;

    if (!has_databases(dhcp4) || !has_argument(handle, "server_config")) {
        return accept(dhcp4, when);
    }
    std::string refusal = check(dhcp4, when);

    if (refusal.empty()) {
        refusal = accept(staged_config(), when);
        return refusal.empty() ? "" : "with the configuration databases: " + refusal;
    }
    return refusal;
}

static void report_configured() {
    const auto current = active();
    const cdc43_hook_policy &table = current->policy->table;

    LOG_INFO(logger, CDC43_HOOK_CONFIGURED)
        .arg(count(table.model_count, "model"))
        .arg(count(table.profile_count, "profile"));
    for (const fault &one : current->policy->faults) {
        if (one.is_withheld) {
            LOG_ERROR(logger, CDC43_HOOK_FILE_UNUSABLE)
                .arg(one.sentence)
                .arg(printable(table.profiles[one.profile].name));
        }
    }
    for (const std::string &sentence : current->policy->ignored) {
        LOG_WARN(logger, CDC43_HOOK_IGNORED).arg(sentence);
    }
    report_dates(*current->policy);
}

/* Reading a configuration leaves holes in the heap, in which each packet would look for memory:
 * without this an exchange costs about 700 instructions more (tests/bench/kea/run), a tenth of all
 * that the library costs. */
static void tidy_heap() {
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

static const char *const another_refused = "another library refused this configuration";

static void finish(bool is_taken, const isc::data::ConstElementPtr &threads) {
    if (is_taken) {
        settle();
        remember_threads(threads);
        report_configured();
    } else {
        undo();
        restore_threads();
        LOG_ERROR(logger, CDC43_HOOK_CONFIG_REFUSED).arg(another_refused);
        report_kept(another_refused);
    }
    tidy_heap();
}

/* The configuration that was accepted and of which nobody knows yet whether Kea takes it. Never
 * destroyed, as the logger is not. */
struct accepted_config {
    const void *staged; /* null: there is none */
    isc::data::ConstElementPtr threads;
};
static accepted_config &pending = *new accepted_config{};

/* Once Kea has taken it or not. */
static void finish_pending() {
    if (pending.staged != nullptr) {
        const accepted_config done = pending;

        pending = {};
        finish(is_current(done.staged), done.threads);
    }
}

/* Kea asks the libraries after this one, then it takes the configuration or goes on with the old
 * one, and tells nobody which. Its main thread gets to what is posted here after that, before the
 * next packet; another command may come first. The configuration itself is gone by then. */
static void finish_later(const isc::asiolink::IOServicePtr &service,
                         const isc::data::ConstElementPtr &threads) {
    pending = {staged_one(), threads};
    service->post([] {
        try {
            finish_pending();
        } catch (...) {
            report_exception();
        }
    });
}

static void update_from_database() {
    finish_pending();
    const std::string refusal = update(current_config());

    tidy_heap();
    if (refusal.empty()) {
        note_refusal("");
        report_configured();
    } else {
        LOG_ERROR(logger, CDC43_HOOK_UPDATE_REFUSED).arg(refusal);
        report_kept("a change in a configuration database: " + refusal);
    }
}

static void configure(CalloutHandle &handle) {
    finish_pending();
    if (handle.getStatus() == CalloutHandle::NEXT_STEP_DROP) {
        restore_threads();
        report_kept(another_refused);
        return; /* the old configuration goes on, and so do we */
    }
    const isc::data::ConstElementPtr dhcp4 = dhcp4_of(handle);
    const std::string refusal = take(handle, dhcp4);

    if (!refusal.empty()) {
        refuse(handle, refusal);
        restore_threads();
        return;
    }
    if (has_argument(handle, "io_context")) {
        isc::asiolink::IOServicePtr service;

        handle.getArgument("io_context", service);
        start_timer(service);
        finish_later(service, threads_in(dhcp4));
    } else {
        finish(true, threads_in(dhcp4));
    }
}

} // namespace cdc43_hook

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int load(LibraryHandle &handle) {
    try {
        return cdc43_hook::start(handle) ? 0 : 1;
    } catch (...) {
        cdc43_hook::report_exception();
        return 0;
    }
}

int unload() {
    try {
        cdc43_hook::stop_timer();
        cdc43_hook::forget();
        LOG_INFO(cdc43_hook::logger, cdc43_hook::CDC43_HOOK_UNLOADED);
    } catch (...) {
        cdc43_hook::report_exception();
    }
    return 0;
}

int dhcp4_srv_configured(CalloutHandle &handle) {
    try {
        cdc43_hook::configure(handle);
    } catch (...) {
        cdc43_hook::report_exception();
    }
    return 0;
}

int cb4_updated(CalloutHandle &) {
    try {
        cdc43_hook::update_from_database();
    } catch (...) {
        cdc43_hook::report_exception();
    }
    return 0;
}
}
