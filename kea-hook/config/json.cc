/* SPDX-License-Identifier: MIT */
/* Reading JSON that an operator wrote: every complaint names the path and the position. */
#include "kea-hook/config/json.h"

#include <algorithm>

namespace cdc43_hook {

using isc::data::Element;

static std::string sentence_at(const node &where, const std::string &sentence) {
    std::string position;

    if (where.element && where.element->getPosition().line_ != 0) {
        position = " (" + where.element->getPosition().str() + ")";
    }
    return (where.path.empty() ? "parameters" : where.path) + position + ": " + sentence;
}

void fail(const node &where, const std::string &sentence) {
    throw config_error(sentence_at(where, sentence));
}

void fail_file(const node &where, const std::string &sentence) {
    throw file_error(sentence_at(where, sentence));
}

std::string sentence_of(cdc43_err err, const cdc43_where &where) {
    char text[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, &where, text, sizeof text);
    return text;
}

static const char *type_name(Element::types type) {
    switch (type) {
    case Element::boolean:
        return "true or false";
    case Element::string:
        return "a string";
    case Element::integer:
        return "a number";
    case Element::list:
        return "a list";
    case Element::map:
        return "an object";
    default:
        return "something else";
    }
}

void check_type(const node &where, Element::types type) {
    if (!where.element || where.element->getType() != type) {
        fail(where, std::string("this must be ") + type_name(type));
    }
}

void check_keys(const node &where, const std::vector<keyword> &keywords, const extra_key &extra) {
    check_type(where, Element::map);
    for (const auto &entry : where.element->mapValue()) {
        const node here = where.at(entry.first);
        const auto known = std::find_if(keywords.begin(), keywords.end(),
                                        [&](const keyword &k) { return entry.first == k.name; });

        if (known != keywords.end()) {
            check_type(here, known->type);
        } else if (!extra || !extra(here, entry.first)) {
            fail(here, "unknown key");
        }
    }
}

bool is_remark(const node &here, const std::string &key) {
    const bool is_comment = key == "comment";

    if (!is_comment && key != "user-context") {
        return false;
    }
    check_type(here, is_comment ? Element::string : Element::map);
    return true;
}

bool is_a(const node &where, const char *key, Element::types type) {
    return where.element && where.element->getType() == Element::map && where.has(key) &&
           where.at(key).element->getType() == type;
}

std::string trimmed(const std::string &text) {
    const size_t begin = text.find_first_not_of(" \t");
    const size_t end = text.find_last_not_of(" \t");

    return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

std::vector<node> objects(const node &where, const char *key) {
    std::vector<node> result = entries(where, key);

    result.erase(
        std::remove_if(result.begin(), result.end(),
                       [](const node &entry) { return entry.element->getType() != Element::map; }),
        result.end());
    return result;
}

std::vector<node> entries(const node &where, const char *key) {
    std::vector<node> result;

    if (where.element && where.element->getType() == Element::map && where.has(key)) {
        const node list = where.at(key);

        if (list.element->getType() == Element::list) {
            for (size_t i = 0; i < list.element->size(); i++) {
                result.push_back(list.at(i));
            }
        }
    }
    return result;
}

} // namespace cdc43_hook
