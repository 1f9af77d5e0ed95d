/* SPDX-License-Identifier: MIT */
/* The arguments of cdc43-explain: a client and its response, as an operator describes them. */
#include "kea-hook/server/explain_arguments.h"

#include <arpa/inet.h>

#include <limits>

namespace cdc43_hook {

using isc::data::Element;

namespace {

const std::vector<keyword> keywords = {
    {"vendor-class", Element::string},    {"hw-address", Element::string},
    {"client-id", Element::string},       {"duid", Element::string},
    {"circuit-id", Element::string},      {"address", Element::string},
    {"relay-address", Element::string},   {"subnet", Element::string},
    {"subnet-id", Element::integer},      {"client-classes", Element::list},
    {"requested-options", Element::list}, {"response-options", Element::list},
    {"option-43", Element::string},       {"domain-name", Element::string}};

/* RFC 2131 2 gives chaddr 16 octets, RFC 8415 11.1 a DUID 2 and 128 at most. */
const size_t option_max = std::numeric_limits<uint8_t>::max();
const struct {
    const char *key;
    cdc43_hook_id type;
    size_t max;
} ids[] = {{"hw-address", CDC43_HOOK_HW_ADDRESS, 16},
           {"client-id", CDC43_HOOK_CLIENT_ID, option_max},
           {"duid", CDC43_HOOK_DUID, 130},
           {"circuit-id", CDC43_HOOK_CIRCUIT_ID, option_max}};

void check_length(const node &where, size_t len, size_t max) {
    if (len > max) {
        fail(where, "this must be at most " + std::to_string(max) + " octets, it has " +
                        std::to_string(len));
    }
}

/* The text of an option, none when it is not there. */
std::string read_text(const node &root, const char *key) {
    const std::string text = root.has(key) ? root.at(key).element->stringValue() : std::string();

    if (root.has(key)) {
        check_length(root.at(key), text.size(), option_max);
    }
    return text;
}

std::string read_octets(const node &root, const char *key) {
    const std::string text = root.has(key) ? root.at(key).element->stringValue() : std::string();
    std::string octets(text.size(), '\0');
    cdc43_where where;
    size_t len = 0;

    if (text.empty()) {
        return "";
    }
    const cdc43_err err =
        cdc43_parse_hex(text.data(), text.size(), reinterpret_cast<uint8_t *>(&octets[0]),
                        octets.size(), &len, &where);
    if (err != CDC43_OK) {
        fail(root.at(key), sentence_of(err, where));
    }
    octets.resize(len);
    return octets;
}

void read_ids(const node &root, question &asked) {
    for (const auto &id : ids) {
        std::string &octets = asked.ids[id.type];

        octets = read_octets(root, id.key);
        if (root.has(id.key)) {
            check_length(root.at(id.key), octets.size(), id.max);
            if (octets.empty()) {
                fail(root.at(id.key), "this must not be empty; leave it out if there is none");
            }
        }
        asked.client.ids[id.type] = view_of(octets);
    }
}

uint32_t read_address(const node &where) {
    in_addr address = {};

    if (inet_pton(AF_INET, where.element->stringValue().c_str(), &address) != 1) {
        fail(where, "this must be an IPv4 address");
    }
    if (address.s_addr == 0 || ntohl(address.s_addr) >= 0xe0000000U) {
        fail(where, "this must be an IPv4 address that a host can have");
    }
    return ntohl(address.s_addr);
}

/* A subnet's first address stands for all. */
uint32_t first_of(const node &where, size_t subnet, const scope_tables &scopes) {
    if (subnet == 0) {
        fail(where, "there is no such subnet");
    }
    return scopes.subnet_at(subnet).first;
}

uint32_t read_subnet_id(const node &where, const scope_tables &scopes) {
    const int64_t id = where.element->intValue();

    if (id < 1 || id > std::numeric_limits<uint32_t>::max()) {
        fail(where, "this must be the number of a subnet, 1 or more");
    }
    return first_of(where, scopes.subnet_by_id(static_cast<uint32_t>(id)), scopes);
}

/* The client's address decides about subnet and pool. */
uint32_t read_location(const node &root, const scope_tables &scopes) {
    const char *said = nullptr;

    for (const char *const key : {"address", "relay-address", "subnet", "subnet-id"}) {
        if (root.has(key) && said != nullptr) {
            fail(root.at(key), "'" + std::string(said) + "' already says where the client is");
        }
        said = root.has(key) ? key : said;
    }
    if (said == nullptr) {
        return 0;
    }
    const node where = root.at(said);
    if (root.has("subnet-id")) {
        return read_subnet_id(where, scopes);
    }
    return root.has("subnet")
               ? first_of(where, scopes.subnet_by_text(where.element->stringValue()), scopes)
               : read_address(where);
}

void read_classes(const node &root, const cdc43_hook_scopes &scopes, cdc43_hook_client &client) {
    for (const node &entry : entries(root, "client-classes")) {
        check_type(entry, Element::string);
        const std::string name = entry.element->stringValue();
        const uint32_t found = cdc43_hook_find_class(&scopes, view_of(name));

        if (name.empty()) {
            fail(entry, "this must be the name of a class");
        }
        if (found != 0 && client.class_count < CDC43_HOOK_CLASSES_MAX) {
            client.classes[client.class_count++] = found;
        }
    }
}

/* PAD and END, 0 and 255, are not options (RFC 2132 3.1, 3.2). */
int64_t read_code(const node &entry) {
    check_type(entry, Element::integer);
    const int64_t code = entry.element->intValue();

    if (code < 1 || code > 254) {
        fail(entry, "this must be the code of an option, 1 to 254");
    }
    return code;
}

/* Without a list of what was requested, option 43 counts as requested. */
void read_options(const node &root, cdc43_hook_response &response) {
    response.is_requested = !root.has("requested-options");
    for (const node &entry : entries(root, "requested-options")) {
        const int64_t code = read_code(entry);
        response.is_requested = response.is_requested || code == 43;
    }
    for (const node &entry : entries(root, "response-options")) {
        const int64_t code = read_code(entry);
#define CDC43_PROVISIONING(option, bit, words)                                                     \
    response.provisioning |= code == (option) ? 1U << (bit) : 0U;
#include "tlv/provisioning.def"
    }
}

} // namespace

void read_question(const node &root, const scope_tables &scopes, question &ret_asked) {
    check_keys(root, keywords);
    ret_asked.vendor_class = read_text(root, "vendor-class");
    read_ids(root, ret_asked);
    ret_asked.client.address = read_location(root, scopes);
    read_classes(root, scopes.table, ret_asked.client);
    read_options(root, ret_asked.response);
    ret_asked.has_theirs = root.has("option-43");
    ret_asked.theirs = read_octets(root, "option-43");
    ret_asked.has_domain = root.has("domain-name");
    ret_asked.domain = read_text(root, "domain-name");
}

} // namespace cdc43_hook
