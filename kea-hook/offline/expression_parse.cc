/* SPDX-License-Identifier: MIT */
/* The text of a class test to its parts. */
#include "kea-hook/offline/expression_node.h"

#include <cctype>
#include <cstdlib>

namespace cdc43_kea {

namespace {

using node_ptr = std::shared_ptr<const expression_node>;

const unsigned max_depth = 200;

/* Thrown where the text has no form that is known. */
struct not_understood {};

node_ptr make(node_kind kind, std::vector<node_ptr> parts = {}, const std::string &text = "") {
    auto node = std::make_shared<expression_node>();

    node->kind = kind;
    node->parts = std::move(parts);
    node->text = text;
    return node;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

/* Has a part a value that is true or false? One that is unknown may have. */
bool is_condition(const expression_node &node) {
    return node.kind >= node_kind::equal;
}

/* Is it a string? */
bool is_string(const expression_node &node) {
    return node.kind < node_kind::equal || node.kind == node_kind::unknown;
}

class parser {
  public:
    explicit parser(const std::string &text) : text_(text), at_(0), depth_(0), unknown_(false) {
    }

    node_ptr whole() {
        node_ptr result = any();

        skip_blanks();
        if (at_ != text_.size() || !is_condition(*result)) {
            throw not_understood();
        }
        return result;
    }

    bool has_unknown() const {
        return unknown_;
    }

  private:
    void skip_blanks() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
            at_++;
        }
    }

    bool takes(const std::string &token) {
        skip_blanks();
        if (text_.compare(at_, token.size(), token) != 0) {
            return false;
        }
        const size_t end = at_ + token.size();
        if (is_word(token.back()) && end < text_.size() && is_word(text_[end])) {
            return false;
        }
        at_ = end;
        return true;
    }

    void want(const std::string &token) {
        if (!takes(token)) {
            throw not_understood();
        }
    }

    node_ptr unknown(std::vector<node_ptr> parts = {}) {
        unknown_ = true;
        return make(node_kind::unknown, std::move(parts));
    }

    static node_ptr conditions(node_kind kind, std::vector<node_ptr> parts) {
        for (const node_ptr &part : parts) {
            if (!is_condition(*part)) {
                throw not_understood();
            }
        }
        return make(kind, std::move(parts));
    }

    static node_ptr strings(node_kind kind, std::vector<node_ptr> parts) {
        for (const node_ptr &part : parts) {
            if (!is_string(*part)) {
                throw not_understood();
            }
        }
        return make(kind, std::move(parts));
    }

    node_ptr any() {
        if (++depth_ > max_depth) {
            throw not_understood();
        }
        node_ptr left = both();
        while (takes("or")) {
            left = conditions(node_kind::disjunction, {left, both()});
        }
        depth_--;
        return left;
    }

    node_ptr both() {
        node_ptr left = negated();

        while (takes("and")) {
            left = conditions(node_kind::conjunction, {left, negated()});
        }
        return left;
    }

    node_ptr negated() {
        if (takes("not")) {
            if (++depth_ > max_depth) {
                throw not_understood();
            }
            node_ptr inner = negated();
            depth_--;
            return conditions(node_kind::negation, {inner});
        }
        return comparison();
    }

    node_ptr comparison() {
        node_ptr left = sum();

        if (takes("==")) {
            return strings(node_kind::equal, {left, sum()});
        }
        return left;
    }

    node_ptr sum() {
        node_ptr left = primary();

        while (takes("+")) {
            left = strings(node_kind::concat, {left, primary()});
        }
        return left;
    }

    node_ptr primary() {
        skip_blanks();
        if (takes("(")) {
            node_ptr inner = any();
            want(")");
            return inner;
        }
        if (at_ < text_.size() && text_[at_] == '\'') {
            return make(node_kind::literal, {}, quoted());
        }
        if (text_.compare(at_, 2, "0x") == 0 || text_.compare(at_, 2, "0X") == 0) {
            return hexadecimal();
        }
        if (takes("option")) {
            return option();
        }
        if (takes("member")) {
            want("(");
            skip_blanks();
            const std::string name = quoted();
            want(")");
            return make(node_kind::member, {}, name);
        }
        return function();
    }

    std::string quoted() {
        if (at_ >= text_.size() || text_[at_] != '\'') {
            throw not_understood();
        }
        const size_t end = text_.find('\'', at_ + 1);
        if (end == std::string::npos) {
            throw not_understood();
        }
        const std::string result = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return result;
    }

    node_ptr hexadecimal() {
        std::string digits;
        std::string octets;

        at_ += 2;
        while (at_ < text_.size() && std::isxdigit(static_cast<unsigned char>(text_[at_])) != 0) {
            digits += text_[at_++];
        }
        if (digits.size() % 2 != 0) {
            digits.insert(0, "0");
        }
        for (size_t i = 0; i < digits.size(); i += 2) {
            octets += static_cast<char>(std::strtoul(digits.substr(i, 2).c_str(), nullptr, 16));
        }
        return make(node_kind::literal, {}, octets);
    }

    /* A name, a number, or a part of one. */
    std::string word() {
        std::string result;

        skip_blanks();
        while (at_ < text_.size() && is_word(text_[at_])) {
            result += text_[at_++];
        }
        if (result.empty()) {
            throw not_understood();
        }
        return result;
    }

    node_ptr option() {
        want("[");
        const std::string which = word();
        want("]");
        bool is_plain = true;
        std::string form;
        while (takes(".")) {
            form = word();
            if (takes("[")) {
                is_plain = false; /* a suboption */
                (void)word();
                want("]");
            }
        }
        if (!is_plain || (which != "60" && which != "vendor-class-identifier")) {
            return unknown();
        }
        if (form == "exists") {
            return make(node_kind::exists);
        }
        return form == "hex" || form == "text" ? make(node_kind::vendor_class) : unknown();
    }

    long number() {
        char *end = nullptr;

        skip_blanks();
        const char *const begin = text_.c_str() + at_;
        const long result = std::strtol(begin, &end, 10);
        if (end == begin || result < -65535 || result > 65535) {
            throw not_understood();
        }
        at_ += static_cast<size_t>(end - begin);
        return result;
    }

    node_ptr substring() {
        auto node = std::make_shared<expression_node>();

        want("(");
        node->kind = node_kind::substring;
        node->parts.push_back(any());
        want(",");
        node->start = number();
        want(",");
        node->to_end = takes("all");
        if (!node->to_end) {
            node->length = number();
        }
        want(")");
        return node;
    }

    std::vector<node_ptr> arguments() {
        std::vector<node_ptr> result;

        want("(");
        do {
            result.push_back(any());
        } while (takes(","));
        want(")");
        return result;
    }

    node_ptr call(node_kind kind, size_t wanted) {
        std::vector<node_ptr> parts = arguments();

        if (parts.size() != wanted) {
            throw not_understood();
        }
        return make(kind, std::move(parts));
    }

    node_ptr function() {
        if (takes("substring")) {
            return substring();
        }
        if (takes("concat")) {
            return call(node_kind::concat, 2);
        }
        if (takes("ifelse")) {
            return call(node_kind::if_else, 3);
        }
        if (takes("lcase")) {
            return call(node_kind::lower, 1);
        }
        if (takes("ucase")) {
            return call(node_kind::upper, 1);
        }
        if (takes("pkt4.mac")) {
            return make(node_kind::mac);
        }
        return other();
    }

    /* Something that has a value which nobody knows here: relay4[1].hex, pkt4.giaddr, hexstring(x,
     * ':'), 10.0.0.1, vendor[4491].exists, 77. */
    node_ptr other() {
        std::vector<node_ptr> parts;

        (void)word();
        for (;;) {
            if (takes("[")) {
                if (!takes("*")) {
                    (void)word();
                }
                want("]");
            } else if (takes(".")) {
                (void)word();
            } else if (at_ < text_.size() && text_[at_] == '(') {
                parts = arguments();
            } else {
                return unknown(std::move(parts));
            }
        }
    }

    const std::string &text_;
    size_t at_;
    unsigned depth_;
    bool unknown_;
};

} // namespace

node_ptr parse_expression(const std::string &text, bool *ret_understood) {
    parser from(text);

    try {
        node_ptr root = from.whole();
        *ret_understood = !from.has_unknown();
        return root;
    } catch (const not_understood &) {
        *ret_understood = false;
        return make(node_kind::unknown);
    }
}

} // namespace cdc43_kea
