/* SPDX-License-Identifier: MIT */
/* What the command line of cdc43-kea says. */
#include "kea-hook/command/arguments.h"

#include <cstdlib>
#include <cstring>

#include "kea-hook/command/check.h"
#include "tlv/command/cli.h"
#include "tlv/text.h"

namespace cdc43_kea {

namespace {

const size_t OPTION_MAX = 255; /* octets of an option */

/* "43,15". False: something else. */
bool parse_request(const char *at, std::set<unsigned> &result) {
    result.clear();
    do {
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
    } while (*at != '\0');
    return true;
}

} // namespace

int read_client(const arguments &given, client &result) {
    const char *const model = given.model != nullptr ? given.model : given.vendor_class;
    uint8_t mac[6];
    cdc43_where where;

    if (model == nullptr || *model == '\0') {
        return cdc43_cli_usage("--model is missing");
    }
    if (given.model != nullptr && given.vendor_class != nullptr) {
        return cdc43_cli_usage("specify --model or --vendor-class, not both");
    }
    if (strlen(model) > OPTION_MAX) {
        return cdc43_cli_usage("--model must have at most %zu octets, as option 60", OPTION_MAX);
    }
    result = client_of(model);
    if (given.mac != nullptr) {
        const cdc43_err err = cdc43_parse_mac(given.mac, strlen(given.mac), mac, &where);
        if (err != CDC43_OK) {
            return cdc43_cli_usage("--mac: %s", cdc43_err_text(err));
        }
        result.mac.assign(reinterpret_cast<const char *>(mac), sizeof mac);
    }
    if (given.request != nullptr && strcmp(given.request, "none") == 0) {
        result.requested.clear();
    } else if (given.request != nullptr && !parse_request(given.request, result.requested)) {
        return cdc43_cli_usage("--request takes codes from 1 to 254 with commas, or none");
    }
    return 0;
}

} // namespace cdc43_kea
