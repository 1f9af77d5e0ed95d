/* SPDX-License-Identifier: MIT */
/* Reading JSON that an operator wrote: every complaint names the path and the position. */
#ifndef CDC43_HOOK_CONFIG_JSON_H
#define CDC43_HOOK_CONFIG_JSON_H

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/policy/policy.h"
#include "tlv/text.h"

namespace cdc43_hook {

/* what(): a sentence for the operator: path of the parameter, its position, the rule. It never
 * holds a value. */
class config_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/* The same about a file or its content, which may be other than when the configuration was written.
 */
class file_error : public config_error {
  public:
    using config_error::config_error;
};

/* An element of the configuration and how to get there: "profiles[0].server". */
struct node {
    std::string path;
    isc::data::ConstElementPtr element;

    node at(const std::string &key) const {
        return {path.empty() ? key : path + "." + key, element->get(key)};
    }
    node at(size_t index) const {
        return {path + "[" + std::to_string(index) + "]", element->listValue()[index]};
    }
    bool has(const std::string &key) const {
        return element->contains(key);
    }
};

[[noreturn]] void fail(const node &where, const std::string &sentence);
[[noreturn]] void fail_file(const node &where, const std::string &sentence);

/* An error of the format's own library. */
std::string sentence_of(cdc43_err err, const cdc43_where &where);

void check_type(const node &where, isc::data::Element::types type);

struct keyword {
    const char *name;
    isc::data::Element::types type;
};

/* Must be a map whose every key is a keyword and has its type. extra says whether a key is one
 * beyond the list, and checks its type. */
using extra_key = std::function<bool(const node &, const std::string &)>;
void check_keys(const node &where, const std::vector<keyword> &keywords,
                const extra_key &extra = nullptr);

/* An extra key: "comment" or "user-context", which Kea allows in each object of a configuration. */
bool is_remark(const node &here, const std::string &key);

/* The elements of a list under that key; none when it is not there or no list. For what Kea itself
 * has checked. */
std::vector<node> entries(const node &where, const char *key);

/* Those of them that are objects. Kea has no others, a file that Kea has not taken yet may. */
std::vector<node> objects(const node &where, const char *key);

/* The text without the blanks around it. */
std::string trimmed(const std::string &text);

/* Is there something of that type under that key? */
bool is_a(const node &where, const char *key, isc::data::Element::types type);

inline cdc43_view view_of(const std::string &text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

inline std::string text_of(cdc43_view view) {
    return view.len == 0 ? std::string()
                         : std::string(reinterpret_cast<const char *>(view.data), view.len);
}

} // namespace cdc43_hook

#endif
