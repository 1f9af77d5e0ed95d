/* SPDX-License-Identifier: MIT */
/* A configuration's scopes with the options that they bring. */
#ifndef CDC43_HOOK_OFFLINE_SCOPES_H
#define CDC43_HOOK_OFFLINE_SCOPES_H

#include <memory>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/config/scopes.h"
#include "kea-hook/offline/class_test.h"
#include "kea-hook/offline/config_text.h"
#include "kea-hook/offline/flex_option.h"
#include "kea-hook/offline/options.h"

namespace cdc43_kea {

using cdc43_hook::client_class;
using cdc43_hook::gate;
using cdc43_hook::host;
using cdc43_hook::network;
using cdc43_hook::no_network;
using cdc43_hook::pool;
using cdc43_hook::scope_node;
using cdc43_hook::subnet;

struct scope {
    cdc43_hook_level level;
    std::string name; /* "subnet 192.0.2.0/24", for people */
    isc::data::ConstElementPtr element;
    option_set options;
    /* The wire, worked out once. */
    std::vector<std::string> instances43;
    std::string joined43;
    std::vector<std::string> only_for; /* classes, one of which is needed; empty: for everybody */
};

class configuration {
  public:
    /* source: must outlive this. file: all that it holds. Throws config_text_error when there is no
     * Dhcp4 in it. */
    configuration(const config_text &source, const isc::data::ConstElementPtr &file);
    configuration(const configuration &) = delete;
    configuration &operator=(const configuration &) = delete;

    const config_text &text;
    const isc::data::ConstElementPtr root; /* the whole file */
    const isc::data::ConstElementPtr dhcp4;
    const std::vector<option_set::refusal> refusals; /* of global definitions */
    const cdc43_hook::scope_tree tree;
    bool has_threads;

    /* The element in "hooks-libraries" that loads the hook; null when none does. */
    isc::data::ConstElementPtr hook;

    /* The library flex_option, if it is loaded and can be read, as a scope without options. */
    std::unique_ptr<const flex_option> flex;
    scope flex_scope;
    bool is_flex_last; /* after the hook */

    /* Every scope, once, by number; then what some of them have for clients of certain classes
     * only. */
    const std::vector<scope> &scopes() const {
        return scopes_;
    }
    const scope &own(const scope_node &of) const {
        return scopes_[of.number];
    }
    /* What the same place has for clients of certain classes only (Kea 3.0). */
    std::vector<const scope *> guarded(const scope &of) const;
    /* Does any such option ask for that class? */
    bool is_guard(const std::string &class_name) const;

    const scope &global() const {
        return own(tree.global);
    }

    /* The test of one of the tree's classes; null when it has none. By name: of the first one. */
    const class_test *test_of(const client_class &of) const {
        return tests_[index_of(of)].get();
    }
    const class_test *test_of(const std::string &name) const;

    /* Does its test ask, even through other classes, whether there is a reservation? */
    bool depends_on_reservation(const client_class &of) const {
        return is_late_[index_of(of)];
    }

    /* May a client be in this class by something that the file does not say: a library, a database?
     */
    bool is_assigned_elsewhere(const std::string &name) const;

    /* Where the file names databases of reservations, subnets or options. */
    std::vector<isc::data::ConstElementPtr> databases() const;

    /* Where a scope begins, for findings. */
    position where(const scope &of) const;

    const subnet *find_subnet(const std::string &prefix_or_id) const;
    const subnet *find_subnet(uint32_t address) const;

  private:
    std::vector<scope> scopes_;
    size_t own_count_ = 0; /* of scopes_; after these the guarded ones */
    size_t index_of(const client_class &of) const {
        return static_cast<size_t>(&of - tree.classes.data());
    }
    void read_tests();
    void read_libraries();

    std::vector<std::unique_ptr<class_test>> tests_;
    std::vector<bool> is_late_;
    bool has_foreign_classes_;
};

/* Is it known of a library (an entry of "hooks-libraries") that it puts no client into a class but
 * for those that Kea has names for, and leaves the options alone? That of this project is read. */
bool is_known_library(const isc::data::ConstElementPtr &library);

/* The text as one line that does nothing to a terminal: control characters as \xNN. is_ascii: also
 * everything beyond ASCII. */
std::string one_line(const std::string &text, bool is_ascii);

} // namespace cdc43_kea

#endif
