/* SPDX-License-Identifier: MIT */
/* What the Kea of this machine says about a configuration. */
#ifndef CDC43_KEA_KEA_VERDICT_H
#define CDC43_KEA_KEA_VERDICT_H

#include <string>

#include <cc/data.h>

#include "kea-hook/command/findings.h"
#include "kea-hook/offline/config_text.h"

namespace cdc43_kea {

struct kea_answer {
    enum answer_kind { accepted, refused, none } kind = none;
    std::string sentence = {}; /* of the refusal; may quote any value. Without an answer: why */
    /* In the text, where Kea places it; 0: nowhere. */
    unsigned line = 0;
    unsigned column = 0;
};

/* Where this machine has kea-dhcp4; empty: nowhere. */
std::string find_kea();

/* Has a kea-dhcp4 test the text of a configuration: in an environment of its own, where it can
 * write no file, for so many seconds at most. */
kea_answer ask_kea(const std::string &program, const std::string &text, unsigned seconds);

/* Kea's sentence without what may be a secret: values of options outside the space dhcp4 and of
 * option 43, whatever is in quotes and is not a name in this configuration, and words of other
 * values that do not look like words. root: the whole file, or null if nobody can read it. */
std::string without_values(const std::string &sentence, const isc::data::ConstElementPtr &root);

/* Adds what Kea refuses, unless there is an error in that line already, or that it did not answer.
 * root: as above. */
void check_verdict(const config_text &text, const isc::data::ConstElementPtr &root,
                   findings &result);

} // namespace cdc43_kea

#endif
