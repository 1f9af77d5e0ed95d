/* SPDX-License-Identifier: MIT */
/* What a phone makes of an option 43: the one judgement that every answer is built on. */
#include "kea-hook/offline/judgement.h"

#include <algorithm>
#include <set>

#include "kea-hook/config/json.h"

namespace cdc43_kea {

namespace {

cdc43_err decode(const std::string &octets, unsigned tolerate, cdc43_params *ret_params,
                 cdc43_where *ret_where) {
    const cdc43_view view = cdc43_hook::view_of(octets);

    return cdc43_decode(&cdc43_phone, tolerate, view.data, view.len, ret_params, ret_where);
}

/* The bit that tolerates an error; 0: no phone does. */
unsigned tolerance_of(cdc43_err err) {
    return err == CDC43_OK || err > 8 ? 0U
                                      : (1U << (static_cast<unsigned>(err) - 1U)) & CDC43_TOLERANT;
}

/* Is the rest readable without the suboption that an error is about? */
bool is_of_one_suboption(cdc43_err err, const cdc43_where &where) {
    return where.suboption != 0 && err != CDC43_ERR_TRUNCATED && err != CDC43_ERR_OVERRUN &&
           err != CDC43_ERR_TOO_LONG;
}

/* Takes the last suboption with this code out. False: there is none. */
bool take_out(std::string &octets, unsigned code) {
    const cdc43_view view = cdc43_hook::view_of(octets);
    cdc43_tlv tlv;
    cdc43_where unused;
    size_t found = view.len;
    size_t len = 0;
    size_t at = 0;

    for (size_t start = 0; start < view.len; start = at) {
        if (cdc43_next(view, &at, &tlv, &unused) != CDC43_OK) {
            break;
        }
        if (tlv.code == code) {
            found = start;
            len = at - start;
        }
    }
    octets.erase(found, len);
    return len != 0;
}

/* The mandatory suboptions that are neither there nor broken. */
void add_missing(const cdc43_params &params, const std::set<unsigned> &taken_out,
                 judgement &result) {
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const unsigned bit = CDC43_BIT(code);

        if ((cdc43_phone.mandatory & bit) != 0 && (params.present & bit) == 0 &&
            taken_out.count(code) == 0) {
            result.broken.push_back({CDC43_ERR_MISSING,
                                     {static_cast<uint8_t>(code), CDC43_PLACE_NONE, 0, 0, 0},
                                     false});
        }
    }
}

/* One broken rule after the other, each of which is tolerated, or its suboption is taken out, until
 * the rest is good. */
void find_broken_rules(std::string rest, judgement &result) {
    std::set<unsigned> taken_out;
    unsigned tolerate = CDC43_STRICT;
    cdc43_params params = {};
    cdc43_where where = {};

    for (cdc43_err err = decode(rest, tolerate, &params, &where); err != CDC43_OK;
         err = decode(rest, tolerate, &params, &where)) {
        const unsigned bit = tolerance_of(err);
        const bool is_again = bit != 0 && (tolerate & bit) != 0;

        if (is_again) { /* a limit of what phones tolerate */
            result.broken.back().is_tolerated = false;
        } else {
            result.broken.push_back({err, where, bit != 0});
        }
        if (bit != 0 && !is_again && err != CDC43_ERR_UNKNOWN_SUBOPTION &&
            err != CDC43_ERR_DUPLICATE) {
            tolerate |= bit;
            continue;
        }
        if (bit == 0 || is_again) {
            taken_out.insert(where.suboption);
        }
        if (!is_of_one_suboption(err, where) || !take_out(rest, where.suboption)) {
            return;
        }
    }
    add_missing(params, taken_out, result);
    result.has_fips = cdc43_is_on(&params, CDC43_FIPS_MODE);
}

} // namespace

const broken_rule *judgement::refusal() const {
    const auto at = std::find_if(broken.begin(), broken.end(),
                                 [](const broken_rule &one) { return !one.is_tolerated; });

    return at == broken.end() ? nullptr : &*at;
}

judgement judge(const std::string &octets) {
    judgement result;
    cdc43_where where;

    result.is_readable = decode(octets, CDC43_TOLERANT, &result.params, &where) == CDC43_OK;
    find_broken_rules(octets, result);
    return result;
}

} // namespace cdc43_kea
