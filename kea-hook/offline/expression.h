/* SPDX-License-Identifier: MIT */
/* Tests of Kea's client classes, as far as they depend on what is known about a phone. */
#ifndef CDC43_HOOK_OFFLINE_EXPRESSION_H
#define CDC43_HOOK_OFFLINE_EXPRESSION_H

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace cdc43_kea {

enum class truth { no, yes, unknown };

/* What is known about a client. */
struct client {
    std::string vendor_class;     /* option 60 without trailing NULs; empty: none is sent */
    std::string mac;              /* 6 octets; empty: unknown */
    std::set<unsigned> requested; /* codes in option 55 */
};

/* A vendor class that a test asks for. */
struct pattern {
    std::string text;
    bool is_prefix;
};

struct expression_node;

/* Understood: option[60] (also by name) .hex, .text and .exists, pkt4.mac, strings, hexadecimal,
 * substring, concat, +, ifelse, lcase, ucase, ==, not, and, or, member, parentheses. Everything
 * else is unknown, never guessed; it can still be decided by what is beside it ("false and ...").
 */
class expression {
  public:
    explicit expression(const std::string &text);

    /* classes: those that the client belongs to already; unknown_classes: those it may belong to.
     */
    truth evaluate(const client &who, const std::set<std::string> &classes,
                   const std::set<std::string> &unknown_classes) const;

    /* The whole text has a form that is understood. */
    bool is_understood() const {
        return understood_;
    }

    /* Names in member(). */
    std::vector<std::string> members() const;

    /* Vendor classes that the test compares with, in their order. ret_is_all: the test is nothing
     * but "one of these" (== or substring from 0, joined by or). */
    std::vector<pattern> patterns(bool *ret_is_all) const;

  private:
    bool understood_;
    std::shared_ptr<const expression_node> root_;
};

} // namespace cdc43_kea

#endif
