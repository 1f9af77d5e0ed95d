/* SPDX-License-Identifier: MIT */
/* The test of a client class, parsed and evaluated by Kea for what is known about a phone. */
#include "kea-hook/offline/class_test.h"

#include <algorithm>
#include <map>
#include <typeinfo>

#include <dhcp/dhcp4.h>
#include <dhcp/option_int_array.h>
#include <dhcp/option_string.h>
#include <dhcp/pkt4.h>
#include <eval/eval_context.h>
#include <eval/token.h>

#include "kea-hook/config/kea_classes.h"

namespace cdc43_kea {

using namespace isc::dhcp;
using isc::eval::EvalContext;

struct test_packet::kea_packet {
    Pkt4 packet;
    bool has_mac;
};

struct class_test::kea_tokens {
    Expression list;
};

namespace {

/* Kea 3.0 has another name for it. */
template <class context>
auto expression_in(context &of, int) -> decltype(of.expression_) & {
    return of.expression_;
}
template <class context>
auto expression_in(context &of, long) -> decltype(of.expression) & {
    return of.expression;
}

using value = class_test::value; /* on Kea's stack */

/* Kea 3.0 jumps over what "and", "or" and "ifelse" need not look at. For a result that may be
 * unknown all of it has to be looked at: here each jump is the operator again that it was written
 * as, after its operands. */
Expression without_jumps(const Expression &list) {
#if CDC43_KEA_HOOKS_VERSION < 30000
    return list;
#else
    std::map<unsigned, TokenPtr> operators; /* by the label that ends their last operand */
    Expression result;

    for (const TokenPtr &token : list) {
        const auto *const jump = dynamic_cast<const TokenBranch *>(token.get());

        if (token->getLabel() != 0) {
            if (operators[token->getLabel()]) {
                result.push_back(operators[token->getLabel()]);
            }
        } else if (jump == nullptr) {
            result.push_back(token);
        } else if (dynamic_cast<const TokenPopOrBranchTrue *>(jump) != nullptr) {
            operators[jump->getTarget()].reset(new TokenOr());
        } else if (dynamic_cast<const TokenPopOrBranchFalse *>(jump) != nullptr) {
            operators[jump->getTarget()].reset(new TokenAnd());
        } else if (dynamic_cast<const TokenPopAndBranchFalse *>(jump) == nullptr) {
            operators[jump->getTarget()].reset(new TokenIfElse()); /* after its second operand */
        }
    }
    return result;
#endif
}

/* Evaluates a token of Kea's, which takes its operands from the stack and leaves its result. */
void step(Token &token, Pkt4 &packet, ValueStack &values) {
    (void)token.evaluate(packet, values);
}

bool is_constant(const Token &token) {
    return dynamic_cast<const TokenString *>(&token) != nullptr ||
           dynamic_cast<const TokenHexString *>(&token) != nullptr ||
           dynamic_cast<const TokenIpAddress *>(&token) != nullptr;
}

std::string constant_of(Token &token) {
    Pkt4 none(DHCPDISCOVER, 0);
    ValueStack values;

    if (!is_constant(token)) {
        return "";
    }
    step(token, none, values);
    return values.top();
}

/* Of the options, a phone's vendor class, its request list and its message type are known. */
bool is_vendor_class(const Token &token) {
    return typeid(token) == typeid(TokenOption) &&
           static_cast<const TokenOption &>(token).getCode() == DHO_VENDOR_CLASS_IDENTIFIER;
}

std::string need_of_option(const TokenOption &option) {
    if (dynamic_cast<const TokenRelay4Option *>(&option) != nullptr) {
        return "option 82";
    }
    if (dynamic_cast<const TokenVendor *>(&option) != nullptr) {
        return "the vendor's options 124 and 125";
    }
    if (is_vendor_class(option) || option.getCode() == DHO_DHCP_PARAMETER_REQUEST_LIST) {
        return typeid(option) == typeid(TokenOption)
                   ? ""
                   : "what is inside option " + std::to_string(option.getCode());
    }
    return "option " + std::to_string(option.getCode());
}

std::string need_of_field(TokenPkt4 &field, bool has_mac) {
    switch (field.getType()) {
    case TokenPkt4::CHADDR:
        return has_mac ? "" : "the MAC address";
    case TokenPkt4::HLEN:
    case TokenPkt4::HTYPE:
        return "";
    case TokenPkt4::GIADDR:
        return "the relay's address";
    case TokenPkt4::CIADDR:
    case TokenPkt4::YIADDR:
    case TokenPkt4::SIADDR:
        return "the client's address";
    case TokenPkt4::MSGTYPE:
        return "the message type";
    case TokenPkt4::TRANSID:
        return "the transaction";
    }
    return "the packet";
}

std::string need_of_metadata(TokenPkt &part) {
    switch (part.getType()) {
    case TokenPkt::IFACE:
        return "the interface";
    case TokenPkt::SRC:
    case TokenPkt::DST:
        return "the addresses of the packet";
    case TokenPkt::LEN:
        return "the length of the packet";
    }
    return "the packet";
}

/* What a token without operands takes from the packet and nobody said; empty: it is known. */
std::string need_of(Token &token, const test_packet &around, bool has_mac) {
    if (is_constant(token)) {
        return "";
    }
    if (const auto *const option = dynamic_cast<const TokenOption *>(&token)) {
        return need_of_option(*option);
    }
    if (auto *const field = dynamic_cast<TokenPkt4 *>(&token)) {
        return need_of_field(*field, has_mac);
    }
    if (auto *const metadata = dynamic_cast<TokenPkt *>(&token)) {
        return need_of_metadata(*metadata);
    }
    if (const auto *const member = dynamic_cast<const TokenMember *>(&token)) {
        return around.membership(member->getClientClass()) == truth::unknown
                   ? "class \"" + member->getClientClass() + "\""
                   : "";
    }
    return "the packet";
}

/* Is the result known already by this operand, whatever the others are? */
bool decides(const Token &token, const value &operand) {
    return operand.is_known &&
           ((dynamic_cast<const TokenAnd *>(&token) != nullptr && operand.text == "false") ||
            (dynamic_cast<const TokenOr *>(&token) != nullptr && operand.text == "true"));
}

/* Kea's own result of a token, and what it depends on. */
value result_of(const Token &token, const std::string &text, std::vector<value> operands) {
    value result = {text, true, {}};

    if (std::any_of(operands.begin(), operands.end(),
                    [&](const value &operand) { return decides(token, operand); })) {
        return result;
    }
    if (dynamic_cast<const TokenIfElse *>(&token) != nullptr && operands[0].is_known) {
        return operands[operands[0].text == "true" ? 1 : 2];
    }
    for (const value &operand : operands) {
        result.is_known = result.is_known && operand.is_known;
        result.needs.insert(operand.needs.begin(), operand.needs.end());
    }
    return result;
}

/* "<string>:1.12-13: syntax error" as people count. */
std::string sentence_of(const std::string &kea) {
    const std::string before = "<string>:1.";

    if (kea.compare(0, before.size(), before) != 0) {
        return kea;
    }
    const size_t digits = kea.find_first_not_of("0123456789", before.size());
    const size_t words = kea.find(": ");
    return words == std::string::npos || digits == std::string::npos
               ? kea
               : kea.substr(words + 2) + " (character " +
                     kea.substr(before.size(), digits - before.size()) + " of the test)";
}

/* At this token: option[60] compared with a text, or how it begins. Returns how many tokens that
 * are; 0: something else. */
size_t pattern_at(const Expression &list, size_t at, pattern *ret_pattern) {
    const size_t left = list.size() - at;

    if (left >= 3 && dynamic_cast<const TokenEqual *>(list[at + 2].get()) != nullptr) {
        for (const size_t option : {at, at + 1}) {
            Token &text = *list[2 * at + 1 - option];

            if (is_vendor_class(*list[option]) && is_constant(text)) {
                *ret_pattern = {constant_of(text), false};
                return 3;
            }
        }
    }
    for (const size_t option : {at, at + 1}) {
        Token *const text = left < 6 ? nullptr : list[option == at ? at + 4 : at].get();

        if (text != nullptr && is_constant(*text) && is_vendor_class(*list[option]) &&
            constant_of(*list[option + 1]) == "0" &&
            constant_of(*list[option + 2]) == std::to_string(constant_of(*text).size()) &&
            dynamic_cast<const TokenSubstring *>(list[option + 3].get()) != nullptr &&
            dynamic_cast<const TokenEqual *>(list[at + 5].get()) != nullptr) {
            *ret_pattern = {constant_of(*text), true};
            return 6;
        }
    }
    return 0;
}

} // namespace

test_packet::test_packet(const client &who) : packet_(), undecided_() {
    const std::vector<uint8_t> mac = who.mac.empty()
                                         ? std::vector<uint8_t>(6)
                                         : std::vector<uint8_t>(who.mac.begin(), who.mac.end());

    packet_.reset(new kea_packet{Pkt4(DHCPDISCOVER, 0), !who.mac.empty()});
    packet_->packet.setHWAddr(HTYPE_ETHER, static_cast<uint8_t>(mac.size()), mac);
    if (!who.vendor_class.empty()) {
        packet_->packet.addOption(
            OptionPtr(new OptionString(Option::V4, DHO_VENDOR_CLASS_IDENTIFIER, who.vendor_class)));
        (void)add_class(cdc43_hook::class_of_vendor_class(who.vendor_class));
    }
    if (!who.requested.empty()) {
        const OptionUint8ArrayPtr list(
            new OptionUint8Array(Option::V4, DHO_DHCP_PARAMETER_REQUEST_LIST));

        for (const unsigned code : who.requested) {
            list->addValue(static_cast<uint8_t>(code));
        }
        packet_->packet.addOption(list);
    }
    (void)add_class("ALL");
}

bool test_packet::add_class(const std::string &name) {
    if (is_in(name)) {
        return false;
    }
    packet_->packet.addClass(name);
    undecided_.erase(name);
    return true;
}

bool test_packet::is_in(const std::string &name) const {
    return packet_->packet.inClass(name);
}

void test_packet::add_undecided(const std::string &name) {
    undecided_.insert(name);
}

truth test_packet::membership(const std::string &name) const {
    return is_in(name) ? truth::yes : undecided_.count(name) != 0 ? truth::unknown : truth::no;
}

class_test::class_test(const std::string &text,
                       const std::function<bool(const std::string &)> &is_defined, answer kind) {
    EvalContext context(Option::V4, is_defined);

    try {
        context.parseString(text, kind == answer::truth ? EvalContext::PARSER_BOOL
                                                        : EvalContext::PARSER_STRING);
        tokens_.reset(new kea_tokens{without_jumps(expression_in(context, 0))});
    } catch (const std::exception &e) {
        refusal_ = sentence_of(e.what());
    }
}

class_test class_test::undecidable(const std::string &why) {
    class_test result;

    result.why_ = why;
    return result;
}

class_test::value class_test::value_in(const test_packet &around) const {
    std::vector<value> known;
    ValueStack values;

    if (!refusal_.empty()) {
        return {"", true, {}};
    }
    if (!tokens_) {
        return {"", false, {why_}};
    }
    for (size_t i = 0; tokens_ && i < tokens_->list.size(); i++) {
        Token &token = *tokens_->list[i];

        try {
            step(token, around.packet_->packet, values);
        } catch (const std::exception &) {
            return {"", true, {}}; /* as Kea has it: the client is not in the class */
        }
        const size_t left = values.size() - 1;
        const auto first = known.begin() + static_cast<std::ptrdiff_t>(left);
        value next = result_of(token, values.top(), {first, known.end()});
        if (first == known.end()) {
            const std::string need = need_of(token, around, around.packet_->has_mac);

            if (!need.empty()) {
                next = {values.top(), false, {need}};
            }
        }
        known.resize(left);
        known.push_back(std::move(next));
    }
    return known.size() == 1 ? known[0] : value{"", false, {}};
}

truth class_test::evaluate(const test_packet &around, std::set<std::string> *ret_needs) const {
    const value result = value_in(around);

    if (result.is_known) {
        return result.text == "true" ? truth::yes : truth::no;
    }
    if (ret_needs != nullptr) {
        ret_needs->insert(result.needs.begin(), result.needs.end());
    }
    return truth::unknown;
}

bool class_test::asks_for_mac() const {
    for (size_t i = 0; tokens_ && i < tokens_->list.size(); i++) {
        auto *const field = dynamic_cast<TokenPkt4 *>(tokens_->list[i].get());

        if (field != nullptr && field->getType() == TokenPkt4::CHADDR) {
            return true;
        }
    }
    return false;
}

std::vector<std::string> class_test::members() const {
    std::vector<std::string> result;

    for (size_t i = 0; tokens_ && i < tokens_->list.size(); i++) {
        const auto *const member = dynamic_cast<const TokenMember *>(tokens_->list[i].get());

        if (member != nullptr) {
            result.push_back(member->getClientClass());
        }
    }
    return result;
}

/* Kea's list of tokens has each operator after its operands, so that patterns joined by "or" are
 * patterns and "or"s in a row. */
std::vector<pattern> class_test::patterns(const finder &find, bool *ret_is_all) const {
    std::vector<pattern> result;

    *ret_is_all = tokens_ != nullptr;
    for (size_t i = 0; tokens_ && i < tokens_->list.size();) {
        const Token &token = *tokens_->list[i];
        const auto *const member = dynamic_cast<const TokenMember *>(&token);
        pattern one = {"", false};
        const size_t used = pattern_at(tokens_->list, i, &one);

        if (used != 0) {
            result.push_back(one);
        } else if (member != nullptr) {
            const std::string &name = member->getClientClass();
            const std::string vendor_class = cdc43_hook::vendor_class_of_class(name);
            const class_test *const other = find(name);
            bool is_all = !vendor_class.empty();
            std::vector<pattern> more;

            if (!vendor_class.empty()) {
                more.push_back({vendor_class, false});
            } else if (other != nullptr && other != this) {
                more = other->patterns(find, &is_all);
            }
            result.insert(result.end(), more.begin(), more.end());
            *ret_is_all = *ret_is_all && is_all;
        } else if (dynamic_cast<const TokenOr *>(&token) == nullptr) {
            *ret_is_all = false;
        }
        i += used == 0 ? 1 : used;
    }
    return result;
}

} // namespace cdc43_kea
