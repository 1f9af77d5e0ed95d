/* SPDX-License-Identifier: MIT */
/* Settings that look as if they were for this library, and that nobody reads. */
#include "kea-hook/config/ignored.h"

#include <algorithm>
#include <cctype>

namespace cdc43_hook {

using isc::data::Element;

namespace {

const std::string our_key = "cdc43";

/* Lists of scopes; a scope's user-context is read. */
const char *const scope_lists[] = {"shared-networks", "subnet4", "pools", "client-classes",
                                   "reservations"};
/* Other lists whose entries may have a user-context. */
const char *const other_lists[] = {"option-data", "option-def", "hosts-databases"};

/* Kea's own configuration has no more levels of such lists. */
const unsigned max_depth = 6;

/* Does one slip of the fingers make one text of the other: a character too many, too few or wrong,
 * or two in the wrong order? */
bool is_one_slip(const std::string &a, const std::string &b) {
    const auto front = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    const size_t start = static_cast<size_t>(front.first - a.begin());
    const size_t rest = std::min(a.size(), b.size()) - start;
    const auto back = std::mismatch(a.rbegin(), a.rbegin() + static_cast<std::ptrdiff_t>(rest),
                                    b.rbegin(), b.rbegin() + static_cast<std::ptrdiff_t>(rest));
    const size_t same = static_cast<size_t>(back.first - a.rbegin());
    const size_t left_a = a.size() - start - same;
    const size_t left_b = b.size() - start - same;

    return (left_a <= 1 && left_b <= 1) ||
           (left_a == 2 && left_b == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]);
}

bool is_mistyped(const std::string &key) {
    std::string lower = key;

    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return key != our_key && is_one_slip(lower, our_key);
}

class ignored_reader {
  public:
    void read(const node &where, bool is_scope, unsigned depth) {
        if (is_a(where, "user-context", Element::map)) {
            read_context(where.at("user-context"), is_scope);
        }
        if (depth == max_depth) {
            return;
        }
        for (const char *const list : scope_lists) {
            read_list(where, list, true, depth);
        }
        for (const char *const list : other_lists) {
            read_list(where, list, false, depth);
        }
    }
    void add(const node &where, const std::string &sentence) {
        try {
            fail(where, sentence);
        } catch (const config_error &error) {
            sentences.push_back(error.what());
        }
    }

    std::vector<std::string> sentences = {};

  private:
    void read_list(const node &where, const char *list, bool is_scope, unsigned depth) {
        for (const node &entry : objects(where, list)) {
            read(entry, is_scope, depth + 1);
        }
    }

    void read_context(const node &context, bool is_scope) {
        for (const auto &member : context.element->mapValue()) {
            if (is_mistyped(member.first)) {
                add(context.at(member.first), "this is ignored; the key must be \"cdc43\"");
            } else if (member.first == our_key && !is_scope) {
                add(context.at(member.first),
                    "this is ignored; only scopes choose a profile: reservations, pools, subnets, "
                    "shared networks, client classes, and Dhcp4 itself");
            }
        }
    }
};

} // namespace

std::vector<std::string> ignored_settings(const node &dhcp4, bool with_hosts) {
    ignored_reader reader;

    reader.read(dhcp4, true, 0);
    for (const char *const key : {"hosts-database", "hosts-databases"}) {
        if (with_hosts && dhcp4.has(key) && dhcp4.at(key).element->size() != 0) {
            reader.add(dhcp4.at(key),
                       "\"host-context\" does not count for reservations in a database; let them "
                       "assign a class, and let the class choose the profile");
        }
    }
    return reader.sentences;
}

} // namespace cdc43_hook
