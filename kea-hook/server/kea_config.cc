/* SPDX-License-Identifier: MIT */
/* Kea's own configuration, with what it has read out of configuration databases. */
#include "kea-hook/server/kea_config.h"

/* Kea 3.0 wants it before its other headers. */
#include <config.h>

#include <algorithm>

#include <dhcpsrv/cfgmgr.h>

#include "kea-hook/config/parameters.h"

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::dhcp::CfgMgr;

bool has_databases(const ConstElementPtr &dhcp4) {
    const ConstElementPtr control = dhcp4 ? dhcp4->get("config-control") : ConstElementPtr();
    const ConstElementPtr databases =
        control && control->getType() == Element::map ? control->get("config-databases") : control;

    return databases && databases->getType() == Element::list && databases->size() != 0;
}

ConstElementPtr staged_config() {
    return CfgMgr::instance().getStagingCfg()->toElement()->get("Dhcp4");
}

ConstElementPtr current_config() {
    return CfgMgr::instance().getCurrentCfg()->toElement()->get("Dhcp4");
}

bool is_starting() {
    return CfgMgr::instance().getCurrentCfg()->getLastCommitTime().is_not_a_date_time();
}

bool is_listed() {
    const ConstElementPtr all = CfgMgr::instance().getCurrentCfg()->getHooksConfig().toElement();

    return std::any_of(all->listValue().begin(), all->listValue().end(), is_this_library);
}

const void *staged_one() {
    return CfgMgr::instance().getStagingCfg().get();
}

bool is_current(const void *config) {
    return CfgMgr::instance().getCurrentCfg().get() == config;
}

} // namespace cdc43_hook
