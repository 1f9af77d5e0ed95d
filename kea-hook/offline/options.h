/* SPDX-License-Identifier: MIT */
/* The option-data of one scope, read by Kea's own parser, and option 43 as Kea would send it. */
#ifndef CDC43_HOOK_OFFLINE_OPTIONS_H
#define CDC43_HOOK_OFFLINE_OPTIONS_H

#include <string>
#include <vector>

#include <cc/data.h>

namespace cdc43_kea {

/* DHCP option codes that matter here. */
enum option_code : unsigned {
    OPTION_DOMAIN_NAME = 15,
    OPTION_VENDOR_SPECIFIC = 43,
    OPTION_PARAMETER_REQUEST_LIST = 55
};

/* Options that provision a phone from elsewhere, so that it does not use option 43. */
extern const std::vector<unsigned> provisioning_codes;

/* One entry of an option-data list. */
struct option_line {
    isc::data::ConstElementPtr element;
    unsigned code = 0;             /* 0: neither given nor known by its name */
    std::string space = {};        /* "dhcp4" for the options of DHCP itself */
    std::string type = {};         /* of its definition, "string"; empty: it has none */
    std::string encapsulates = {}; /* the space whose options go into this one */
    std::string data = {};         /* SECRET */
    bool is_csv = true;            /* the data is values, not hexadecimal digits */
    bool always_send = false;
    std::string refusal = {}; /* Kea's complaint, without the data; empty: accepted */
};

/* A value that cannot be a secret: a truth value, or a number of at most three digits.
 */
bool is_plain_value(const std::string &text);

/* Definitions and data of one scope. Copies share the options. */
class option_set {
  public:
    option_set() = default;

    /* definitions, data: lists or null. Definitions of the global scope must have been taken with
     * take_global_definitions. Never throws for what is in the configuration: complaints are in
     * lines and in definition_refusals. classes: of the options of DHCP itself, only those for
     * clients in one of these classes count, see guards_of. */
    option_set(const isc::data::ConstElementPtr &definitions,
               const isc::data::ConstElementPtr &data,
               const std::vector<std::string> &classes = {});

    const std::vector<option_line> &lines() const {
        return lines_;
    }
    /* The line of an option of DHCP itself; NULL when there is none. */
    const option_line *find(unsigned code) const;
    /* The first line of a suboption, in any space but that of DHCP itself. */
    const option_line *find_suboption(unsigned code) const;
    /* The space whose options go into option 43 here; empty: none. */
    std::string space_of_43() const;

    bool has(unsigned code) const;
    bool always_sends(unsigned code) const;
    bool empty() const;
    /* Option 43 has its suboptions as objects of their own in Kea. */
    bool has_typed_43() const;

    /* The instances of an option as they are on the wire, without code and length; empty when the
     * scope has it not. */
    std::vector<std::string> instances(unsigned code) const;

    struct refusal {
        isc::data::ConstElementPtr element;
        std::string sentence;
    };
    const std::vector<refusal> &definition_refusals() const {
        return definition_refusals_;
    }

  private:
    struct kea_options;

    std::vector<option_line> lines_ = {};
    std::vector<refusal> definition_refusals_ = {};
    std::shared_ptr<const kea_options> options_ = {};
};

/* Takes the configuration's own definitions, "option-def" of the global scope; they replace those
 * of an earlier call. Returns what Kea refuses. */
std::vector<option_set::refusal>
take_global_definitions(const isc::data::ConstElementPtr &definitions);

/* The code of an option of DHCP itself that an object names by its code or its name; 0: none. */
unsigned code_of(const isc::data::ConstElementPtr &option);

/* The classes that an entry of option-data is for; empty: for everybody. Kea has this since 3.0. */
std::vector<std::string> guards_of(const isc::data::ConstElementPtr &option_data);

/* Spaces whose options go into an option other than 43, by a global definition. */
bool is_foreign_space(const isc::data::ConstElementPtr &definitions, const std::string &space);

/* Prepares Kea's libraries: no log. Once, before anything else. */
void start_kea_libraries();

/* May a test name this class although nothing defines it before? */
bool is_built_in(const std::string &class_name);

/* The version of Kea that this was built for: 20200 is 2.2.0. */
int kea_version();

} // namespace cdc43_kea

#endif
