/* SPDX-License-Identifier: MIT */
/* What is shown of certificate parameters, as Kea's JSON has it. */
#include "kea-hook/config/describe.h"

#include <sstream>

#include "kea-hook/config/json.h"

namespace cdc43_hook {

using isc::data::Element;
using isc::data::ElementPtr;

ElementPtr describe(const cdc43_params &params, bool show_secrets) {
    const ElementPtr result = Element::createMap();

    for (size_t i = 0; i < CDC43_DESCRIPTION_COUNT; i++) {
        cdc43_description one;

        cdc43_describe(&params, i, &one);
        switch (one.form) {
        case CDC43_FORM_ABSENT:
            break;
        case CDC43_FORM_BOOLEAN:
            result->set(one.name, Element::create(one.on));
            break;
        case CDC43_FORM_NUMBER:
            result->set(one.name, Element::create(static_cast<int64_t>(one.number)));
            break;
        case CDC43_FORM_SECRET:
            if (show_secrets) {
                result->set(one.name, Element::create(text_of(one.text)));
            }
            break;
        case CDC43_FORM_TEXT:
            result->set(one.name, Element::create(text_of(one.text)));
            break;
        }
    }
    return result;
}

static ElementPtr value_element(const cdc43_vendor_value &value, const std::string &text) {
    if (value.kind == CDC43_VENDOR_NUMBER || value.kind == CDC43_VENDOR_NUMBER_TEXT) {
        return Element::create(static_cast<int64_t>(std::stoul(text)));
    }
    if (value.kind != CDC43_VENDOR_ADDRESSES) {
        return Element::create(text);
    }
    const ElementPtr list = Element::createList();
    std::istringstream addresses(text);
    for (std::string one; std::getline(addresses, one, ',');) {
        list->add(Element::create(one));
    }
    return list;
}

ElementPtr describe_vendor(cdc43_vendor_id vendor, cdc43_view octets) {
    const ElementPtr result = Element::createMap();
    cdc43_tlv tlv;
    cdc43_where where;
    size_t at = 0;

    while (at < octets.len && cdc43_next(octets, &at, &tlv, &where) == CDC43_OK) {
        const cdc43_vendor_value *const value = cdc43_find_vendor_value(vendor, tlv.code);
        char text[CDC43_VENDOR_TEXT_MAX];

        if (value != nullptr && cdc43_vendor_print(value, tlv.value, text)) {
            result->set(value->name, value_element(*value, text));
        }
    }
    return result;
}

std::string hex_of(cdc43_view octets, bool show_secrets) {
    std::string text(2 * octets.len + 1, '\0');

    if (show_secrets) {
        cdc43_print_hex(octets, &text[0]);
    } else {
        cdc43_print_masked(octets, &text[0]);
    }
    text.pop_back();
    return text;
}

} // namespace cdc43_hook
