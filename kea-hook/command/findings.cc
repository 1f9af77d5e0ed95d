/* SPDX-License-Identifier: MIT */
/* What is wrong with a configuration: a list with locations, in the order of the file. */
#include "kea-hook/command/findings.h"

#include <cctype>
#include <stdexcept>

#include "kea-hook/config/json.h"
#include "tlv/text.h"

namespace cdc43_kea {

using isc::data::Element;
using isc::data::ElementPtr;

namespace {

const size_t most_names = 6; /* after a finding, for people */

const rule_info rules[] = {
#define CDC43_KEA_RULE(ID, id, weight, sentence, remedy) {id, severity::weight, sentence, remedy},
#include "kea-hook/command/rules.def"
};

/* Each error of the format has its remedy, or is known to be found nowhere. */
const int handled_count = 0
#define CDC43_REMEDY(ERR, tolerated, remedy) +1
#include "tlv/remedies.def"
#define CDC43_KEA_NOT_FOUND(ERR) +1
#include "kea-hook/command/rules.def"
    ;
const int error_count = 0
#define CDC43_ERROR(number, id, offset, excess, sentence) +1
#include "tlv/errors.def"
    ;
static_assert(handled_count == error_count, "each error has a remedy, or is never found");

struct remedy_info {
    severity tolerated; /* when phones tolerate it */
    const char *remedy;
};

remedy_info remedy_of(cdc43_err err) {
    switch (err) {
    case CDC43_OK:
#define CDC43_KEA_NOT_FOUND(ERR) case CDC43_ERR_##ERR:
#include "kea-hook/command/rules.def"
        break;
#define CDC43_REMEDY(ERR, tolerated, remedy)                                                       \
    case CDC43_ERR_##ERR:                                                                          \
        return {severity::tolerated, remedy};
#include "tlv/remedies.def"
    }
    throw std::logic_error(std::string("no remedy for ") + cdc43_err_name(err));
}

/* "server-https" for CDC43_ERR_SERVER_HTTPS. */
std::string id_of(cdc43_err err) {
    std::string result = cdc43_err_name(err);

    for (char &c : result) {
        c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

ElementPtr list_of(const std::set<std::string> &names) {
    const ElementPtr result = Element::createList();

    for (const std::string &name : names) {
        result->add(Element::create(name));
    }
    return result;
}

std::string sentence_of(const std::string &subject, const std::string &sentence,
                        const std::string &detail) {
    return (subject.empty() ? "" : subject + ": ") + sentence +
           (detail.empty() ? "" : " (" + detail + ")");
}

} // namespace

std::string joined(const std::set<std::string> &names, size_t most) {
    std::string result;
    size_t count = 0;

    for (const std::string &name : names) {
        if (count++ == most) {
            return result + ", ... (" + std::to_string(names.size()) + ")";
        }
        result += (result.empty() ? "" : ", ") + name;
    }
    return result;
}

const char *severity_name(severity of) {
    switch (of) {
    case severity::error:
        return "error";
    case severity::warning:
        return "warning";
    case severity::note:
        break;
    }
    return "note";
}

const rule_info &info_of(rule which) {
    return rules[static_cast<size_t>(which)];
}

void findings::add(const key &what, const finding &found, const std::string &model,
                   const std::string &location) {
    finding &entry = list_.emplace(what, found).first->second;

    if (!model.empty()) {
        entry.models.insert(model);
    }
    if (!location.empty()) {
        entry.locations.insert(location);
        located_++;
    }
}

void findings::add(const position &where, rule which, const std::string &subject,
                   const std::string &detail, const std::string &model,
                   const std::string &location) {
    const rule_info &info = info_of(which);

    add({where, info.id, subject},
        {info.weight, sentence_of(subject, info.sentence, detail), info.remedy, {}, {}}, model,
        location);
}

void findings::add(const position &where, const cdc43_finding &broken, const std::string &subject,
                   const std::string &model, const std::string &location) {
    const remedy_info info = remedy_of(broken.err);
    const std::string sentence = cdc43_hook::sentence_of(broken.err, broken.where);

    add({where, id_of(broken.err), subject},
        {broken.is_tolerated ? info.tolerated : severity::error,
         sentence_of(subject, sentence, broken.is_tolerated ? "phones tolerate it" : ""),
         info.remedy,
         {},
         {}},
        model, location);
}

size_t findings::count(severity of) const {
    size_t result = 0;

    for (const auto &entry : list_) {
        result += entry.second.weight == of ? 1U : 0U;
    }
    return result;
}

bool findings::has_error_at(const position &line) const {
    for (const auto &entry : list_) {
        const position &where = entry.first.where;

        if (entry.second.weight == severity::error && where.file == line.file &&
            where.line == line.line) {
            return true;
        }
    }
    return false;
}

std::string findings::text() const {
    std::string result;

    for (const auto &entry : list_) {
        const finding &found = entry.second;

        result += entry.first.where.text() + ": " + severity_name(found.weight) + ": " +
                  entry.first.id + ": " + found.sentence + "\n";
        if (!found.models.empty() || !found.locations.empty()) {
            result += "    for " + joined(found.models, most_names);
            result += found.locations.empty() ? "" : " in " + joined(found.locations, most_names);
            result += "\n";
        }
        result += "    to fix: " + found.remedy + "\n";
    }
    return result;
}

ElementPtr findings::json() const {
    const ElementPtr result = Element::createList();

    for (const auto &entry : list_) {
        const ElementPtr item = Element::createMap();
        const position &where = entry.first.where;

        item->set("file", Element::create(where.file));
        item->set("line", Element::create(static_cast<int64_t>(where.line)));
        item->set("column", Element::create(static_cast<int64_t>(where.column)));
        item->set("severity", Element::create(std::string(severity_name(entry.second.weight))));
        item->set("id", Element::create(entry.first.id));
        item->set("sentence", Element::create(entry.second.sentence));
        item->set("to-fix", Element::create(entry.second.remedy));
        item->set("models", list_of(entry.second.models));
        item->set("locations", list_of(entry.second.locations));
        result->add(item);
    }
    return result;
}

} // namespace cdc43_kea
