/* SPDX-License-Identifier: MIT */
/* One entry of "profiles": its values, wherever they come from, encoded. */
#include "kea-hook/config/profile.h"

#include <cstring>
#include <ctime>
#include <functional>
#include <system_error>

#include "kea-hook/credentials/challenge.h"
#include "kea-hook/credentials/files.h"

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;

namespace {

const char *const key_file = "challenge-key-file";
const char *const password_file = "challenge-password-file";
const char *const ca_file = "root-ca-file";

/* A secret while it is looked at. */
struct secret_buffer {
    std::vector<uint8_t> octets;

    explicit secret_buffer(size_t size) : octets(size) {
    }
    secret_buffer(const secret_buffer &) = delete;
    secret_buffer &operator=(const secret_buffer &) = delete;
    ~secret_buffer() {
        cdc43_wipe(octets.data(), octets.size());
    }
};

/* The parameters of one profile while they are read; the octets that they point to. */
struct profile_values {
    cdc43_params params = {};
    std::deque<std::string> texts = {};
    uint8_t fingerprint[CDC43_DIGEST_MAX] = {};
    uint8_t password[CDC43_OPTION_MAX + 1] = {}; /* out of a file, with a line end */

    profile_values() = default;
    profile_values(const profile_values &) = delete;
    profile_values &operator=(const profile_values &) = delete;
    ~profile_values() {
        for (std::string &text : texts) {
            cdc43_wipe(&text[0], text.size());
        }
        cdc43_wipe(password, sizeof password);
    }
};

/* The suboption with that name, if the key is one, with its value checked for its JSON type. */
bool is_suboption_or_remark(const node &here, const std::string &key) {
    const cdc43_suboption_info *const info = cdc43_find_suboption_name(key.c_str());

    if (info == nullptr || key != info->name) {
        return is_remark(here, key);
    }
    check_type(here, cdc43_is_boolean(info) ? Element::boolean : Element::string);
    return true;
}

void read_flag(const node &here, const cdc43_suboption_info *info, profile_values &values) {
    cdc43_where where;
    bool on = false;

    if (cdc43_is_boolean(info)) {
        on = here.element->boolValue();
    } else {
        const std::string word = here.element->stringValue();

        if (word.size() != std::strlen(word.c_str()) ||
            cdc43_parse_flag(info, word.c_str(), &on, &where) != CDC43_OK) {
            fail(here, std::string("this must be \"") + info->off_word + "\" or \"" +
                           info->on_word + "\"");
        }
    }
    cdc43_set_flag(&values.params, info->code, on);
}

void read_digest(const node &here, const cdc43_suboption_info *info, profile_values &values) {
    const std::string &text = values.texts.back();
    cdc43_where where;
    size_t len = 0;
    const cdc43_err err =
        cdc43_parse_fingerprint(text.data(), text.size(), values.fingerprint, &len, &where);

    if (err != CDC43_OK) {
        fail(here, sentence_of(err, where));
    }
    cdc43_set_value(&values.params, info->code, values.fingerprint, len);
}

void read_value(const node &here, const cdc43_suboption_info *info, profile_values &values) {
    if (info->kind == CDC43_KIND_FLAG) {
        read_flag(here, info, values);
        return;
    }
    values.texts.push_back(here.element->stringValue());
    if (info->kind == CDC43_KIND_DIGEST) {
        read_digest(here, info, values);
    } else {
        const std::string &text = values.texts.back();

        cdc43_set_value(&values.params, info->code, text.data(), text.size());
    }
}

const cdc43_device *read_device(const node &where) {
    const ConstElementPtr element = where.element->get("device-profile");

    if (!element) {
        return &cdc43_phone;
    }
    const std::string name = element->stringValue();
    const cdc43_device *const device = cdc43_find_device(name.c_str());

    if (device == nullptr || name != cdc43_device_name(device)) {
        fail(where.at("device-profile"), std::string("this must be \"") +
                                             cdc43_device_name(&cdc43_phone) + "\" or \"" +
                                             cdc43_device_name(&cdc43_roomos) + "\"");
    }
    return device;
}

/* The parameter that the value of a suboption came from. */
const char *source_of(const node &where, const cdc43_suboption_info &info) {
    static const struct {
        uint8_t code;
        const char *key;
    } files[] = {{CDC43_CHALLENGE_PASSWORD, key_file},
                 {CDC43_CHALLENGE_PASSWORD, password_file},
                 {CDC43_ROOT_CA_FINGERPRINT, ca_file}};

    for (const auto &file : files) {
        if (file.code == info.code && where.has(file.key) && !where.has(info.name)) {
            return file.key;
        }
    }
    return info.name;
}

/* A rule of the format was broken: by one parameter, which may be missing, or by all together. */
[[noreturn]] void fail_rule(const node &where, cdc43_err rule, const cdc43_where &at) {
    const cdc43_suboption_info *const info = cdc43_find_suboption(at.suboption);
    const std::string sentence = sentence_of(rule, at);

    if (info == nullptr) {
        fail(where, sentence);
    }
    const char *const key = source_of(where, *info);
    node here = where.at(key);
    if (!here.element) {
        here.element = where.element;
    }
    if (std::strcmp(key, password_file) == 0) {
        fail_file(here, sentence);
    }
    fail(here, sentence);
}

/* A path that is not absolute is a mistake in the configuration; anything else is about the file.
 */
[[noreturn]] void fail_read(const node &where, cdc43_hook_err err, int number) {
    std::string sentence = cdc43_hook_err_text(err);

    if (err == CDC43_HOOK_ERR_FILE_PATH) {
        fail(where, sentence);
    }
    if (err == CDC43_HOOK_ERR_FILE_OPEN) {
        sentence += ": " + std::generic_category().message(number);
    }
    fail_file(where, sentence);
}

/* Calls what. Without lenience an error goes on to the caller. Otherwise one about a file withholds
 * the profile: it becomes a fault. True: there was no error. */
bool attempt(owned_policy &result, const std::function<void()> &what) {
    try {
        what();
        return true;
    } catch (const file_error &error) {
        if (!result.is_lenient) {
            throw;
        }
        result.faults.push_back({result.table.profile_count, error.what(), true});
        return false;
    }
}

/* The size of the digest: as configured, else that of a configured fingerprint, else SHA-256. */
size_t read_digest_size(const node &where, const profile_values &values) {
    if (where.has("root-ca-digest")) {
        const std::string name = where.at("root-ca-digest").element->stringValue();
        const size_t size = cdc43_digest_size(name.c_str());

        if (size == 0) {
            fail(where.at("root-ca-digest"),
                 "this must be \"sha1\", \"sha256\", \"sha384\" or \"sha512\"");
        }
        return size;
    }
    return cdc43_has(&values.params, CDC43_ROOT_CA_FINGERPRINT)
               ? values.params.root_ca_fingerprint.len
               : static_cast<size_t>(CDC43_SHA256_SIZE);
}

/* Remembers when the certificate is valid. One that is not valid now is served when the server
 * starts: its clock may be wrong, and phones that have their certificate do not ask. */
void check_dates(const node &here, const cdc43_hook_validity &validity, owned_policy &result) {
    const cdc43_hook_err err = cdc43_hook_check_validity(&validity, std::time(nullptr));

    if (err != CDC43_HOOK_OK) {
        try {
            fail(here, cdc43_hook_err_text(err));
        } catch (const config_error &error) {
            if (!result.is_lenient) {
                throw;
            }
            result.faults.push_back({result.table.profile_count, error.what(), false});
        }
    }
    result.certificates.push_back({result.table.profile_count, here.path, validity});
}

/* A fingerprint that is configured as well pins the certificate. */
void read_ca_file(const node &where, size_t size, profile_values &values, owned_policy &result) {
    const node here = where.at(ca_file);
    const std::string path = here.element->stringValue();
    std::vector<uint8_t> content(CDC43_HOOK_CERTIFICATE_MAX);
    cdc43_hook_validity validity = {};
    uint8_t digest[CDC43_DIGEST_MAX];
    size_t len = 0;
    int number = 0;
    cdc43_hook_err err =
        cdc43_hook_read_file(path.c_str(), false, content.data(), content.size(), &len, &number);

    if (err == CDC43_HOOK_OK) {
        err = cdc43_hook_digest_ca({content.data(), len}, size, digest, &validity);
    }
    if (err == CDC43_HOOK_OK && cdc43_has(&values.params, CDC43_ROOT_CA_FINGERPRINT) &&
        (values.params.root_ca_fingerprint.len != size ||
         std::memcmp(values.fingerprint, digest, size) != 0)) {
        err = CDC43_HOOK_ERR_PINNED;
    }
    if (err != CDC43_HOOK_OK) {
        fail_read(here, err, number);
    }
    check_dates(here, validity, result);
    std::memcpy(values.fingerprint, digest, size);
}

/* While the file cannot be used, a fingerprint of the same length stands for it, so that all rules
 * are checked nevertheless; see cdc43_hook_withhold. */
bool read_ca(const node &where, profile_values &values, owned_policy &result) {
    if (!where.has(ca_file)) {
        if (where.has("root-ca-digest")) {
            fail(where.at("root-ca-digest"), "this needs \"root-ca-file\"");
        }
        return true;
    }
    const size_t size = read_digest_size(where, values);
    const bool good = attempt(result, [&] { read_ca_file(where, size, values, result); });

    cdc43_set_value(&values.params, CDC43_ROOT_CA_FINGERPRINT, values.fingerprint, size);
    return good;
}

void read_password_file(const node &where, profile_values &values) {
    const node here = where.at(password_file);
    const std::string path = here.element->stringValue();
    size_t len = 0;
    int number = 0;

    cdc43_hook_err err = cdc43_hook_read_secret(path.c_str(), values.password,
                                                sizeof values.password, &len, &number);
    if (err == CDC43_HOOK_OK && len == 0) {
        err = CDC43_HOOK_ERR_FILE_EMPTY; /* perhaps one that is just being written */
    }
    if (err != CDC43_HOOK_OK) {
        fail_read(here, err, number);
    }
    cdc43_set_value(&values.params, CDC43_CHALLENGE_PASSWORD, values.password, len);
}

bool read_password(const node &where, profile_values &values, owned_policy &result) {
    if (!where.has(password_file)) {
        return true;
    }
    if (where.has("challenge-password")) {
        fail(where.at(password_file), "specify either this or \"challenge-password\", not both");
    }
    return attempt(result, [&] { read_password_file(where, values); });
}

/* The key for passwords that are each phone's own. */
const cdc43_hook_key *read_key_file(const node &where, owned_policy &result) {
    const node here = where.at(key_file);
    const std::string path = here.element->stringValue();
    secret_buffer content(CDC43_HOOK_KEY_MAX);
    cdc43_hook_key *key = nullptr;
    size_t len = 0;
    int number = 0;

    cdc43_hook_err err = cdc43_hook_read_secret(path.c_str(), content.octets.data(),
                                                content.octets.size(), &len, &number);
    if (err == CDC43_HOOK_OK) {
        err = cdc43_hook_make_key({content.octets.data(), len}, &key);
    }
    if (err != CDC43_HOOK_OK) {
        fail_read(here, err, number);
    }
    return result.keep(key);
}

/* *ret_key: null when the profile has none. */
bool read_key(const node &where, owned_policy &result, const cdc43_hook_key **ret_key) {
    if (!where.has(key_file)) {
        return true;
    }
    for (const char *const other : {"challenge-password", password_file}) {
        if (where.has(other)) {
            fail(where.at(key_file),
                 std::string("specify either this or \"") + other + "\", not both");
        }
    }
    if (read_device(where) != &cdc43_phone) {
        fail(where.at(key_file), "this works only for phones: the Common Name of devices with "
                                 "another \"device-profile\" is not known");
    }
    return attempt(result, [&] { *ret_key = read_key_file(where, result); });
}

/* Adds the profile with these values, or fails with the sentence about what is wrong. */
void add_profile(const node &where, const cdc43_params &params, const cdc43_hook_key *key,
                 owned_policy &result) {
    const cdc43_view name = result.keep(where.at("name").element->stringValue());
    cdc43_err rule = CDC43_OK;
    cdc43_where at = {};
    const cdc43_hook_err err = key != nullptr
                                   ? cdc43_hook_add_bound_profile(&result.table, name, &params,
                                                                  CDC43_OPTION_MAX, key, &rule, &at)
                                   : cdc43_hook_add_profile(&result.table, name, read_device(where),
                                                            &params, CDC43_OPTION_MAX, &rule, &at);

    if (err == CDC43_HOOK_ERR_RULE) {
        fail_rule(where, rule, at);
    }
    if (err != CDC43_HOOK_OK) {
        fail(where.at("name"), cdc43_hook_err_text(err));
    }
}

/* The maker whose devices the profile is for. */
cdc43_vendor_id read_vendor(const node &where) {
    cdc43_vendor_id vendor = CDC43_VENDOR_CISCO;

    if (!where.element || where.element->getType() != Element::map || !where.has("vendor")) {
        return vendor;
    }
    const node here = where.at("vendor");
    check_type(here, Element::string);
    if (!cdc43_find_vendor(here.element->stringValue().c_str(), &vendor) ||
        here.element->stringValue() != cdc43_vendor_name(vendor)) {
        std::string words;
        for (unsigned i = 0; i < CDC43_VENDOR_COUNT; i++) {
            words += std::string(i == 0                        ? ""
                                 : i + 1 == CDC43_VENDOR_COUNT ? " or "
                                                               : ", ") +
                     "\"" + cdc43_vendor_name(static_cast<cdc43_vendor_id>(i)) + "\"";
        }
        fail(here, "this must be " + words);
    }
    return vendor;
}

/* A value of another maker's device as the text that cdc43_vendor_put reads. */
std::string vendor_text(const node &here, const cdc43_vendor_value &value) {
    switch (value.kind) {
    case CDC43_VENDOR_TEXT:
    case CDC43_VENDOR_TEXT_NUL:
        check_type(here, Element::string);
        return here.element->stringValue();
    case CDC43_VENDOR_NUMBER:
    case CDC43_VENDOR_NUMBER_TEXT:
        check_type(here, Element::integer);
        return std::to_string(here.element->intValue());
    case CDC43_VENDOR_ADDRESSES:
        break;
    }
    std::string text;
    check_type(here, Element::list);
    for (size_t i = 0; i < here.element->size(); i++) {
        check_type(here.at(i), Element::string);
        text += (i == 0 ? "" : ",") + here.at(i).element->stringValue();
    }
    return text;
}

void put_vendor_value(const node &here, const cdc43_vendor_value &value,
                      cdc43_vendor_octets &octets) {
    const std::string text = vendor_text(here, value);
    size_t excess = 0;
    const cdc43_vendor_err err =
        cdc43_vendor_put(&octets, &value, text.data(), text.size(), &excess);
    const std::string bounds = std::to_string(value.low) + " to " + std::to_string(value.high);

    switch (err) {
    case CDC43_VENDOR_OK:
        return;
    case CDC43_VENDOR_ERR_NUMBER:
        fail(here, "this must be a number from " + bounds);
    case CDC43_VENDOR_ERR_LENGTH:
        fail(here, "this must have " + bounds + " characters");
    case CDC43_VENDOR_ERR_ADDRESS:
        fail(here, "this must be a list of " + bounds + " IPv4 addresses");
    case CDC43_VENDOR_ERR_FULL:
        fail(here, std::string(cdc43_vendor_err_text(err)) + ", by " + std::to_string(excess));
    case CDC43_VENDOR_ERR_CHARACTER:
    case CDC43_VENDOR_ERR_TWICE:
        break;
    }
    fail(here, cdc43_vendor_err_text(err));
}

/* A profile of another maker's devices: no certificate parameters, no files, no passwords. */
void add_vendor_profile(const node &where, cdc43_vendor_id vendor, owned_policy &result) {
    cdc43_vendor_octets octets = {};

    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        const cdc43_vendor_value &value = cdc43_vendor_values[i];

        if (value.vendor == vendor && where.has(value.name)) {
            put_vendor_value(where.at(value.name), value, octets);
        }
    }
    if (octets.len == 0) {
        fail(where, std::string("there are no values for ") + cdc43_vendor_title(vendor));
    }
    const cdc43_hook_err err = cdc43_hook_add_vendor_profile(
        &result.table, result.keep(where.at("name").element->stringValue()), vendor, &octets);
    if (err != CDC43_HOOK_OK) {
        fail(where.at("name"), cdc43_hook_err_text(err));
    }
}

const std::vector<keyword> vendor_keywords = {{"name", Element::string},
                                              {"vendor", Element::string},
                                              {"require-client-class", Element::string}};

const std::vector<keyword> profile_keywords = {
    {"name", Element::string},           {"vendor", Element::string},
    {"device-profile", Element::string}, {ca_file, Element::string},
    {"root-ca-digest", Element::string}, {password_file, Element::string},
    {key_file, Element::string},         {"require-client-class", Element::string}};

} // namespace

size_t read_required_class(const node &where, owned_policy &result) {
    if (!where.has("require-client-class")) {
        return 0;
    }
    const node wanted = where.at("require-client-class");

    if (wanted.element->stringValue().empty()) {
        fail(wanted, cdc43_hook_err_text(CDC43_HOOK_ERR_EMPTY));
    }
    return result.scopes.class_index(wanted.element->stringValue());
}

namespace {

/* A profile of the phones that the codec is for. */
void add_phone_profile(const node &where, owned_policy &result) {
    profile_values values;
    for (const cdc43_suboption_info &info : cdc43_suboptions) {
        if (where.element->contains(info.name)) {
            read_value(where.at(info.name), &info, values);
        }
    }

    const cdc43_hook_key *key = nullptr;
    bool good = read_ca(where, values, result);
    good = read_password(where, values, result) && good;
    good = read_key(where, result, &key) && good;
    if (!attempt(result, [&] { add_profile(where, values.params, key, result); })) {
        /* The password of the file breaks a rule: what is left must not. */
        good = false;
        cdc43_set_value(&values.params, CDC43_CHALLENGE_PASSWORD, values.password, 0);
        add_profile(where, values.params, key, result);
    }
    if (!good) {
        cdc43_hook_withhold(&result.table);
    }
}

} // namespace

void read_profile(const node &where, owned_policy &result) {
    const cdc43_vendor_id vendor = read_vendor(where);
    const bool is_phone = vendor == CDC43_VENDOR_CISCO;

    check_keys(where, is_phone ? profile_keywords : vendor_keywords,
               [vendor](const node &here, const std::string &key) {
                   return vendor == CDC43_VENDOR_CISCO
                              ? is_suboption_or_remark(here, key)
                              : cdc43_find_vendor_name(vendor, key.c_str()) != nullptr ||
                                    is_remark(here, key);
               });
    if (!where.element->contains("name")) {
        fail(where, "\"name\" is missing");
    }
    if (is_phone) {
        add_phone_profile(where, result);
    } else {
        add_vendor_profile(where, vendor, result);
    }
    result.table.profiles[result.table.profile_count - 1].required_class =
        read_required_class(where, result);
}

} // namespace cdc43_hook
