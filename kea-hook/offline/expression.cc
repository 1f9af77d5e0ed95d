/* SPDX-License-Identifier: MIT */
/* What a class test is worth for a client, in three values, and what it compares with. */
#include "kea-hook/offline/expression.h"

#include <algorithm>
#include <cctype>

#include "kea-hook/offline/expression_node.h"

namespace cdc43_kea {

namespace {

/* A string that may be unknown. */
struct value {
    bool known;
    std::string text;
};

struct environment {
    const client &who;
    const std::set<std::string> &classes;
    const std::set<std::string> &unknown_classes;
};

truth decide(const expression_node &node, const environment &around);

/* Kea's substring: a negative start counts from the end, a negative length goes backwards. */
std::string cut(const std::string &text, long start, long length, bool to_end) {
    const long size = static_cast<long>(text.size());

    if (start < -size || start >= size) {
        return "";
    }
    if (start < 0) {
        start += size;
    }
    if (to_end) {
        length = size - start;
    } else if (length < 0) {
        length = -length;
        if (length <= start) {
            start -= length;
        } else {
            length = start;
            start = 0;
        }
    }
    return text.substr(static_cast<size_t>(start), static_cast<size_t>(length));
}

std::string change_case(std::string text, bool to_lower) {
    for (char &c : text) {
        const int octet = static_cast<unsigned char>(c);

        c = static_cast<char>(to_lower ? std::tolower(octet) : std::toupper(octet));
    }
    return text;
}

value text_of(const expression_node &node, const environment &around) {
    switch (node.kind) {
    case node_kind::literal:
        return {true, node.text};
    case node_kind::vendor_class:
        return {true, around.who.vendor_class};
    case node_kind::mac:
        return {!around.who.mac.empty(), around.who.mac};
    case node_kind::substring: {
        const value whole = text_of(*node.parts[0], around);
        return {whole.known, cut(whole.text, node.start, node.length, node.to_end)};
    }
    case node_kind::concat: {
        const value left = text_of(*node.parts[0], around);
        const value right = text_of(*node.parts[1], around);
        return {left.known && right.known, left.text + right.text};
    }
    case node_kind::lower:
    case node_kind::upper: {
        const value whole = text_of(*node.parts[0], around);
        return {whole.known, change_case(whole.text, node.kind == node_kind::lower)};
    }
    case node_kind::if_else: {
        const truth which = decide(*node.parts[0], around);
        if (which == truth::unknown) {
            return {false, ""};
        }
        return text_of(*node.parts[which == truth::yes ? 1 : 2], around);
    }
    case node_kind::equal:
    case node_kind::exists:
    case node_kind::member:
    case node_kind::negation:
    case node_kind::conjunction:
    case node_kind::disjunction:
    case node_kind::unknown:
        break;
    }
    return {false, ""};
}

truth from(bool yes) {
    return yes ? truth::yes : truth::no;
}

truth decide_member(const std::string &name, const environment &around) {
    if (around.classes.count(name) != 0) {
        return truth::yes;
    }
    return around.unknown_classes.count(name) != 0 ? truth::unknown : truth::no;
}

/* absorbing: the value that decides the whole, whatever the other side is. */
truth decide_both(const expression_node &node, const environment &around, truth absorbing) {
    const truth left = decide(*node.parts[0], around);
    const truth right = decide(*node.parts[1], around);

    if (left == absorbing || right == absorbing) {
        return absorbing;
    }
    return left == truth::unknown ? left : right;
}

truth decide(const expression_node &node, const environment &around) {
    switch (node.kind) {
    case node_kind::equal: {
        const value left = text_of(*node.parts[0], around);
        const value right = text_of(*node.parts[1], around);
        return left.known && right.known ? from(left.text == right.text) : truth::unknown;
    }
    case node_kind::exists:
        return from(!around.who.vendor_class.empty());
    case node_kind::member:
        return decide_member(node.text, around);
    case node_kind::negation: {
        const truth inner = decide(*node.parts[0], around);
        return inner == truth::unknown ? inner : from(inner == truth::no);
    }
    case node_kind::conjunction:
        return decide_both(node, around, truth::no);
    case node_kind::disjunction:
        return decide_both(node, around, truth::yes);
    case node_kind::literal:
    case node_kind::vendor_class:
    case node_kind::mac:
    case node_kind::substring:
    case node_kind::concat:
    case node_kind::lower:
    case node_kind::upper:
    case node_kind::if_else:
    case node_kind::unknown:
        break;
    }
    return truth::unknown;
}

void collect_members(const expression_node &node, std::vector<std::string> &result) {
    if (node.kind == node_kind::member) {
        result.push_back(node.text);
    }
    for (const auto &part : node.parts) {
        collect_members(*part, result);
    }
}

/* "option[60] == X" or "substring(option[60], 0, n) == X" with n octets in X, in either order. */
bool pattern_of(const expression_node &left, const expression_node &right, pattern &result) {
    if (right.kind != node_kind::literal) {
        return false;
    }
    if (left.kind == node_kind::vendor_class) {
        result = {right.text, false};
        return true;
    }
    if (left.kind == node_kind::substring && left.parts[0]->kind == node_kind::vendor_class &&
        left.start == 0 && !left.to_end && left.length == static_cast<long>(right.text.size())) {
        result = {right.text, true};
        return true;
    }
    return false;
}

/* False when something else than patterns joined by "or" was met. */
bool collect_patterns(const expression_node &node, std::vector<pattern> &result) {
    pattern one = {"", false};

    if (node.kind == node_kind::equal) {
        if (pattern_of(*node.parts[0], *node.parts[1], one) ||
            pattern_of(*node.parts[1], *node.parts[0], one)) {
            result.push_back(one);
            return true;
        }
        return false;
    }
    bool is_all = node.kind == node_kind::disjunction;
    for (const auto &part : node.parts) {
        is_all = collect_patterns(*part, result) && is_all;
    }
    return is_all;
}

} // namespace

expression::expression(const std::string &text)
    : understood_(false), root_(parse_expression(text, &understood_)) {
}

truth expression::evaluate(const client &who, const std::set<std::string> &classes,
                           const std::set<std::string> &unknown_classes) const {
    return decide(*root_, {who, classes, unknown_classes});
}

std::vector<std::string> expression::members() const {
    std::vector<std::string> result;

    collect_members(*root_, result);
    return result;
}

std::vector<pattern> expression::patterns(bool *ret_is_all) const {
    std::vector<pattern> result;

    *ret_is_all = collect_patterns(*root_, result);
    return result;
}

} // namespace cdc43_kea
