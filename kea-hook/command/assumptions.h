/* SPDX-License-Identifier: MIT */
/* What a check had to assume because the configuration does not say it. */
#ifndef CDC43_KEA_ASSUMPTIONS_H
#define CDC43_KEA_ASSUMPTIONS_H

#include <map>
#include <set>
#include <string>

#include <cc/data.h>

#include "kea-hook/command/check.h"

namespace cdc43_kea {

class assumptions {
  public:
    void add(const combination &one);

    /* "Assumed ..." with a line for each, for people; empty when nothing was looked at. */
    std::string text() const;
    isc::data::ElementPtr json() const;

  private:
    bool is_any_ = false; /* combination */
    /* Classes that phones may be in, and what would have to be known. */
    std::map<std::string, std::set<std::string>> classes_ = {};
};

} // namespace cdc43_kea

#endif
