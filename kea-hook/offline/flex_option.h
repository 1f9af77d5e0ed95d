/* SPDX-License-Identifier: MIT */
/* What Kea's library flex_option does to the options of a response. */
#ifndef CDC43_HOOK_OFFLINE_FLEX_OPTION_H
#define CDC43_HOOK_OFFLINE_FLEX_OPTION_H

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/offline/class_test.h"

namespace cdc43_kea {

/* Is it that library, and is there nothing in its parameters but what is read here: octets for
 * whole options of DHCP itself? */
bool is_readable_flex_option(const isc::data::ConstElementPtr &library);

class flex_option {
  public:
    /* library: an entry of "hooks-libraries" that is readable. */
    flex_option(const isc::data::ConstElementPtr &library,
                const std::function<bool(const std::string &)> &is_defined);

    /* What it makes of an option that the response has or not: true when it changes it. instances:
     * those of the option on the wire. ret_needs: gets what would have to be known, where it may.
     */
    bool apply(unsigned code, const test_packet &query, std::vector<std::string> &instances,
               std::set<std::string> &ret_needs) const;

    /* Is there an expression for that option? */
    bool has(unsigned code) const;

    /* Where Kea refuses an expression, and why. */
    struct refusal {
        isc::data::ConstElementPtr element;
        std::string sentence;
    };
    const std::vector<refusal> &refusals() const {
        return refusals_;
    }

  private:
    enum class action { add, supersede, remove };
    struct rule {
        unsigned code;
        action what;
        class_test expression;
        std::string only_class; /* empty: for everybody */
    };

    std::vector<rule> rules_ = {};
    std::vector<refusal> refusals_ = {};
};

} // namespace cdc43_kea

#endif
