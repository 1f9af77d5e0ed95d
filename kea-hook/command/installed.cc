/* SPDX-License-Identifier: MIT */
/* Whether the Kea that is installed on this machine loads the libraries of a configuration. */
#include "kea-hook/command/installed.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <hooks/hooks_manager.h>

#include "kea-hook/command/child.h"
#include "kea-hook/offline/element.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;

namespace {

const unsigned loading_patience = 60; /* seconds */

/* How the child ends; what it has written is the version, or dlopen's words. */
enum class loading { good, not_opened, no_version, refused };

/* Kea's own judgement, which only newer releases have with threads. */
struct judge_of_libraries {
    using names = std::vector<std::string>;

    static bool refuses(names (*validate)(const names &), const std::string &path, bool) {
        return !validate({path}).empty();
    }
    static bool refuses(names (*validate)(const names &, bool), const std::string &path,
                        bool has_threads) {
        return !validate({path}, has_threads).empty();
    }
};

bool is_path(const std::string &name) {
    return name.find('/') != name.npos;
}

/* In the child: nothing of the library is closed, as the child ends. */
int load(const std::string &path, bool has_threads, int words) {
    void *const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    std::string said;
    loading result = loading::good;

    if (library == nullptr) {
        said = dlerror();
        /* What it says of another processor's library; the file itself was there. */
        if (is_path(path) &&
            said == path + ": cannot open shared object file: No such file or directory") {
            said = "it was built for another processor";
        }
        result = loading::not_opened;
    } else if (void *const symbol = dlsym(library, "version")) {
        said = std::to_string(reinterpret_cast<int (*)()>(symbol)());
        if (judge_of_libraries::refuses(&isc::hooks::HooksManager::validateLibraries, path,
                                        has_threads)) {
            result = loading::refused;
        }
    } else {
        result = loading::no_version;
    }
    return static_cast<int>(write(words, said.data(), said.size()) < 0 ? loading::not_opened
                                                                       : result);
}

/* Kea's number for hooks as the release that has it: 20200 is 2.2.0. */
std::string release_of(long number) {
    return std::to_string(number / 10000) + "." + std::to_string(number / 100 % 100) + "." +
           std::to_string(number % 100);
}

/* A name alone is in the folder for hook libraries since Kea 2.4.2, 2.6.3 and 2.7.9; before, the
 * dynamic linker looks for it. */
bool has_folder_for_names() {
    const int number = kea_version();
    return number >= 20709 || (number >= 20603 && number < 20700) ||
           (number >= 20402 && number < 20500);
}

/* Why Kea would not load it; empty: it would. */
std::string refusal_of(const std::string &path, bool has_threads) {
    if (is_path(path) && access(path.c_str(), R_OK) != 0) {
        return std::string("it cannot be read: ") + std::strerror(errno);
    }
    const child_end end =
        run_child([&](int words) { return load(path, has_threads, words); }, loading_patience);
    if (end.is_late) {
        return "loading it took more than " + std::to_string(loading_patience) + " seconds";
    }
    if (WIFSIGNALED(end.status)) {
        return "loading it ends the server with signal " + std::to_string(WTERMSIG(end.status));
    }
    if (end.words.empty() && WEXITSTATUS(end.status) != static_cast<int>(loading::no_version)) {
        return "it ends the server";
    }
    switch (static_cast<loading>(WEXITSTATUS(end.status))) {
    case loading::good:
        return "";
    case loading::not_opened:
        return end.words;
    case loading::no_version:
        return "it is not a hook library";
    case loading::refused:
        break;
    }
    const long number = std::strtol(end.words.c_str(), nullptr, 10);
    return number == kea_version() ? "it does not support multi-threading"
                                   : "it was built for Kea " + release_of(number);
}

} // namespace

void check_installed(const configuration &config, findings &result) {
    for (const ConstElementPtr &library : entries(config.dhcp4, "hooks-libraries")) {
        std::string path = text_in(library, "library");
        if (!is_path(path) && has_folder_for_names()) {
            path.insert(0, CDC43_KEA_HOOKS_FOLDER "/");
        }
        const std::string refusal = refusal_of(path, config.has_threads);
        if (!refusal.empty()) {
            result.add(config.text.find(*library), rule::NOT_LOADED, "", refusal);
        }
    }
}

} // namespace cdc43_kea
