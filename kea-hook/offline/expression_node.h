/* SPDX-License-Identifier: MIT */
/* The parts of a class test. */
#ifndef CDC43_HOOK_OFFLINE_EXPRESSION_NODE_H
#define CDC43_HOOK_OFFLINE_EXPRESSION_NODE_H

#include <memory>
#include <string>
#include <vector>

namespace cdc43_kea {

enum class node_kind {
    /* strings */
    literal,      /* text */
    vendor_class, /* option[60].hex or .text */
    mac,          /* pkt4.mac */
    substring,    /* of parts[0]: start, length or to_end */
    concat,       /* parts[0], parts[1] */
    lower,
    upper,
    if_else, /* parts[0] ? parts[1] : parts[2] */
    /* true or false */
    equal,  /* parts[0] == parts[1] */
    exists, /* option[60].exists */
    member, /* text: the class */
    negation,
    conjunction,
    disjunction,
    /* either, not to be worked out; parts: what it is made of, as far as that is known */
    unknown
};

struct expression_node {
    node_kind kind = node_kind::unknown;
    std::string text = {};
    long start = 0;
    long length = 0;
    bool to_end = false;
    std::vector<std::shared_ptr<const expression_node>> parts = {};
};

/* Never NULL. *ret_understood: the text is an expression that has a value, true or false; with
 * false the root may still hold what was understood of it, or be unknown altogether. */
std::shared_ptr<const expression_node> parse_expression(const std::string &text,
                                                        bool *ret_understood);

} // namespace cdc43_kea

#endif
