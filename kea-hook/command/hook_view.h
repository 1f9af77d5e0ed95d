/* SPDX-License-Identifier: MIT */
/* What the hook library of this project would do with its parameters. */
#ifndef CDC43_KEA_HOOK_VIEW_H
#define CDC43_KEA_HOOK_VIEW_H

#include <memory>
#include <string>
#include <vector>

#include "kea-hook/command/scopes.h"
#include "kea-hook/hook_config.h"

namespace cdc43_kea {

struct hook_answer {
    cdc43_hook_reason reason = CDC43_HOOK_NO_VENDOR_CLASS;
    std::string model = {};   /* the entry that matched: vendor class or prefix */
    std::string profile = {}; /* its name */
    bool is_added = false;
    std::string octets = {};            /* SECRET: option 43 as it leaves; with is_added */
    cdc43_hook_err err = CDC43_HOOK_OK; /* why ours was withheld */
    size_t excess = 0;                  /* octets too many, with CDC43_HOOK_ERR_FULL */
};

class hook_view {
  public:
    /* parameters: of the library's entry, or null. Throws cdc43_hook::config_error. */
    explicit hook_view(const isc::data::ConstElementPtr &parameters);

    /* theirs: instances of option 43 that Kea has put there. */
    hook_answer decide(const client &who, const std::vector<std::string> &theirs) const;

    /* Vendor classes of the models; of a prefix what it begins with. */
    std::vector<std::string> vendor_classes() const;

  private:
    std::shared_ptr<const cdc43_hook::policy> policy_;
};

/* Finds "(FILE:LINE:COLUMN)" in one of the library's sentences and takes it out. False: none. */
bool take_position(std::string &sentence, unsigned *ret_line, unsigned *ret_column);

} // namespace cdc43_kea

#endif
