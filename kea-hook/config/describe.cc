/* SPDX-License-Identifier: MIT */
/* What is shown of certificate parameters, as Kea's JSON has it. */
#include "kea-hook/config/describe.h"

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
