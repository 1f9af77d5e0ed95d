/* SPDX-License-Identifier: MIT */
/* The command line of cdc43-kea. */
#include "kea-hook/command/arguments.h"

#include <cstdlib>

#include "kea-hook/command/check.h"
#include "tlv/text.h"

extern "C" {
#include "tlv/command/cli.h"
}

namespace cdc43_kea {

namespace {

const size_t OPTION_MAX = 255; /* octets of an option */

struct word {
    const char *name;
    std::string arguments::*value;
};
struct flag {
    const char *name;
    bool arguments::*value;
};

const word words[] = {
    {"--model", &arguments::model},     {"--vendor-class", &arguments::model},
    {"--mac", &arguments::mac},         {"--subnet", &arguments::subnet},
    {"--address", &arguments::address}, {"--request", &arguments::request},
};
const flag flags[] = {
    {"--strict", &arguments::strict},
    {"--show-secrets", &arguments::show_secrets},
};

bool is_in(const char *list, const std::string &name) {
    return (" " + std::string(list) + " ").find(" " + name + " ") != std::string::npos;
}

/* One option of the command line. False: it is none that the subcommand has, or its value lacks. */
bool take_option(const std::string &name, const char *next, const char *allowed, arguments &result,
                 bool *ret_used_next) {
    *ret_used_next = false;
    if (!is_in(allowed, name)) {
        return false;
    }
    for (const flag &one : flags) {
        if (name == one.name) {
            result.*one.value = true;
            return true;
        }
    }
    for (const word &one : words) {
        if (name == one.name && next != nullptr && *next != '\0') {
            result.*one.value = next;
            *ret_used_next = true;
            return true;
        }
    }
    return false;
}

/* "43,15". False: something else. */
bool parse_request(const std::string &text, std::set<unsigned> &result) {
    const char *at = text.c_str();

    result.clear();
    while (*at != '\0') {
        char *end = nullptr;
        const unsigned long code = *at >= '0' && *at <= '9' ? strtoul(at, &end, 10) : 0;

        if (code < 1 || code > 254 || (*end != ',' && *end != '\0')) {
            return false;
        }
        result.insert(static_cast<unsigned>(code));
        if (*end == ',' && end[1] == '\0') {
            return false;
        }
        at = *end == ',' ? end + 1 : end;
    }
    return true;
}

} // namespace

int read_arguments(int argc, char **argv, const char *allowed, arguments &result) {
    for (int i = 1; i < argc; i++) {
        const std::string name = argv[i];
        bool used_next = false;

        if (name.size() > 1 && name[0] == '-') {
            if (name == "--format" && is_in(allowed, name) && i + 1 < argc) {
                const int code = cdc43_cli_parse_format(argv[++i], &result.is_json);
                if (code != CDC43_EXIT_GOOD) {
                    return code;
                }
                continue;
            }
            if (!take_option(name, i + 1 < argc ? argv[i + 1] : nullptr, allowed, result,
                             &used_next)) {
                return cdc43_cli_usage("wrong option '%.40s', or its value is missing", argv[i]);
            }
            i += used_next ? 1 : 0;
        } else if (result.config.empty() && !name.empty()) {
            result.config = name;
        } else {
            return cdc43_cli_usage("one configuration file is wanted");
        }
    }
    if (result.config.empty()) {
        return cdc43_cli_usage("the configuration file is missing");
    }
    return 0;
}

int read_client(const arguments &given, client &result) {
    uint8_t mac[6];
    cdc43_where where;

    if (given.model.empty()) {
        return cdc43_cli_usage("--model is missing");
    }
    if (given.model.size() > OPTION_MAX) {
        return cdc43_cli_usage("--model must be at most %zu octets, as option 60 is", OPTION_MAX);
    }
    result = client_of(given.model);
    if (!given.mac.empty()) {
        const cdc43_err err = cdc43_parse_mac(given.mac.data(), given.mac.size(), mac, &where);
        if (err != CDC43_OK) {
            return cdc43_cli_usage("--mac: %s", cdc43_err_text(err));
        }
        result.mac.assign(reinterpret_cast<const char *>(mac), sizeof mac);
    }
    if (!given.request.empty() && given.request != "none" &&
        !parse_request(given.request, result.requested)) {
        return cdc43_cli_usage("--request must be codes from 1 to 254 with commas, or none");
    }
    if (given.request == "none") {
        result.requested.clear();
    }
    return 0;
}

} // namespace cdc43_kea
