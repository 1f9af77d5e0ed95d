/* SPDX-License-Identifier: MIT */
/* Values in a configuration that may have any type: what has the wrong one counts as absent. */
#ifndef CDC43_HOOK_OFFLINE_ELEMENT_H
#define CDC43_HOOK_OFFLINE_ELEMENT_H

#include <string>
#include <vector>

#include <cc/data.h>

namespace cdc43_kea {

inline isc::data::ConstElementPtr part(const isc::data::ConstElementPtr &map, const char *key,
                                       isc::data::Element::types type) {
    if (!map || map->getType() != isc::data::Element::map) {
        return isc::data::ConstElementPtr();
    }
    const isc::data::ConstElementPtr found = map->get(key);
    return found && found->getType() == type ? found : isc::data::ConstElementPtr();
}

inline std::string text_in(const isc::data::ConstElementPtr &map, const char *key) {
    const isc::data::ConstElementPtr found = part(map, key, isc::data::Element::string);

    return found ? found->stringValue() : "";
}

inline bool flag_in(const isc::data::ConstElementPtr &map, const char *key, bool missing) {
    const isc::data::ConstElementPtr found = part(map, key, isc::data::Element::boolean);

    return found ? found->boolValue() : missing;
}

inline long number_in(const isc::data::ConstElementPtr &map, const char *key, long missing) {
    const isc::data::ConstElementPtr found = part(map, key, isc::data::Element::integer);

    return found ? static_cast<long>(found->intValue()) : missing;
}

/* The maps in a list. */
inline std::vector<isc::data::ConstElementPtr> entries(const isc::data::ConstElementPtr &list) {
    std::vector<isc::data::ConstElementPtr> result;

    if (list && list->getType() == isc::data::Element::list) {
        for (size_t i = 0; i < list->size(); i++) {
            const isc::data::ConstElementPtr entry = list->get(static_cast<int>(i));
            if (entry->getType() == isc::data::Element::map) {
                result.push_back(entry);
            }
        }
    }
    return result;
}

inline std::vector<isc::data::ConstElementPtr> entries(const isc::data::ConstElementPtr &map,
                                                       const char *key) {
    return entries(part(map, key, isc::data::Element::list));
}

inline std::vector<std::string> texts(const isc::data::ConstElementPtr &map, const char *key) {
    std::vector<std::string> result;
    const isc::data::ConstElementPtr list = part(map, key, isc::data::Element::list);

    for (size_t i = 0; list && i < list->size(); i++) {
        const isc::data::ConstElementPtr entry = list->get(static_cast<int>(i));
        if (entry->getType() == isc::data::Element::string) {
            result.push_back(entry->stringValue());
        }
    }
    return result;
}

} // namespace cdc43_kea

#endif
