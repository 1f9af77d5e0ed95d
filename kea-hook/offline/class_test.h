/* SPDX-License-Identifier: MIT */
/* The test of a client class, parsed and evaluated by Kea for what is known about a phone. */
#ifndef CDC43_HOOK_OFFLINE_CLASS_TEST_H
#define CDC43_HOOK_OFFLINE_CLASS_TEST_H

#include <functional>
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

/* The packet that a client would send, and the classes that it is put into. */
class test_packet {
  public:
    explicit test_packet(const client &who);

    /* False: it was in there. */
    bool add_class(const std::string &name);
    bool is_in(const std::string &name) const;

    /* Whether the client is in there is unknown. */
    void add_undecided(const std::string &name);
    truth membership(const std::string &name) const;

  private:
    friend class class_test;
    struct kea_packet;

    std::shared_ptr<kea_packet> packet_;
    std::set<std::string> undecided_;
};

class class_test {
  public:
    enum class answer { truth, text };

    /* is_defined: may the test name this class? kind: what the expression makes. */
    class_test(const std::string &text, const std::function<bool(const std::string &)> &is_defined,
               answer kind = answer::truth);

    /* No test is like this one: whether a client is in the class is unknown. */
    static class_test undecidable(const std::string &why);

    /* Why Kea refuses the test; empty: it takes it. */
    const std::string &refusal() const {
        return refusal_;
    }

    /* What an expression makes, and whether that is what a real packet would bring. */
    struct value {
        std::string text;
        bool is_known;
        std::set<std::string> needs; /* when it is not */
    };

    /* By Kea, on the packet. What Kea refuses or cannot evaluate makes an empty text. */
    value value_in(const test_packet &around) const;

    /* By Kea, on the packet; unknown when the result depends on what nobody knows here, which is
     * added to ret_needs (unless null) in words. A test that Kea refuses puts nobody in the class.
     */
    truth evaluate(const test_packet &around, std::set<std::string> *ret_needs = nullptr) const;

    /* Does it ask for the MAC address? */
    bool asks_for_mac() const;

    /* Names in member(). */
    std::vector<std::string> members() const;

    /* Vendor classes that the test compares with, in their order. find: the test of another class,
     * or null. ret_is_all: the test is nothing but "one of these": == or substring from 0, or
     * member() of a class that is, joined by or. */
    using finder = std::function<const class_test *(const std::string &name)>;
    std::vector<pattern> patterns(const finder &find, bool *ret_is_all) const;

  private:
    struct kea_tokens;

    class_test() = default;

    std::string refusal_ = {};
    std::string why_ = {};
    std::shared_ptr<const kea_tokens> tokens_ = {};
};

} // namespace cdc43_kea

#endif
