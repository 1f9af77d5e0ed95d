/* SPDX-License-Identifier: MIT */
/* What the hook library of this project would do with its parameters. */
#ifndef CDC43_HOOK_OFFLINE_HOOK_H
#define CDC43_HOOK_OFFLINE_HOOK_H

#include <memory>
#include <string>
#include <vector>

#include "kea-hook/config/parameters.h"
#include "kea-hook/offline/scopes.h"

namespace cdc43_kea {

/* What the hook does with one response. */
struct hook_result {
    cdc43_hook_reason match = CDC43_HOOK_NO_VENDOR_CLASS;
    cdc43_hook_outcome outcome = CDC43_HOOK_DONE_NO_VENDOR_CLASS;
    std::string model = {};   /* the entry that matched: vendor class or prefix */
    std::string profile = {}; /* its name */
    cdc43_vendor_id vendor = CDC43_VENDOR_CISCO; /* of the profile */
    std::string scope = {}; /* path of the scope that chose the profile or says no; may be empty */
    bool is_added = false;
    std::string octets = {}; /* SECRET: option 43 as it leaves; with is_added */
    size_t excess = 0;       /* octets too many, with CDC43_HOOK_DONE_FULL */
    bool is_bound = false;   /* the password is this phone's own */
    /* Bound, but without the MAC address nobody knows the password: what stands in octets is none.
     */
    bool is_stand_in = false;
};

/* What the hook knows of a packet and of Kea's response to it. */
struct hook_input {
    const client &who;
    const host *reservation; /* that of this client, or null */
    uint32_t address;        /* host byte order */
    const std::vector<std::string> &classes;
    const std::vector<std::string> &theirs; /* instances of option 43 that Kea has put there */
    std::vector<unsigned> provisioning;     /* option codes in the response */
    const std::string &domain;              /* option 15 in the response, empty: none */
};

class hook_view {
  public:
    /* parameters: of the library's entry, or null. dhcp4: the map Dhcp4 with the scopes, or null.
     * Throws cdc43_hook::config_error. */
    hook_view(const isc::data::ConstElementPtr &parameters,
              const isc::data::ConstElementPtr &dhcp4);

    hook_result decide(const hook_input &question) const;

    /* The certificates that it reads from files. */
    const std::vector<cdc43_hook::ca_certificate> &certificates() const {
        return policy_->certificates;
    }

    /* Sentences about settings that nobody reads, with positions. */
    const std::vector<std::string> &ignored() const {
        return policy_->ignored;
    }

    /* Vendor classes of the models; of a prefix what it begins with. */
    std::vector<std::string> vendor_classes() const;

  private:
    std::shared_ptr<const cdc43_hook::owned_policy> policy_;
};

/* Finds "(FILE:LINE:COLUMN)" in one of the library's sentences and takes it out. False: none. */
bool take_position(std::string &sentence, unsigned *ret_line, unsigned *ret_column);

} // namespace cdc43_kea

#endif
