/* SPDX-License-Identifier: MIT */
/* The option-data of one scope, read by Kea's own parser, and option 43 as Kea would send it. */
#include <config.h>

#include <dhcp/dhcp4.h>
#include <dhcp/libdhcp++.h>
#include <dhcp/option_definition.h>
#include <dhcp/option_space.h>
#include <dhcp/pkt4.h>
#include <dhcpsrv/cfg_option.h>
#include <dhcpsrv/cfg_option_def.h>
#include <dhcpsrv/client_class_def.h>
#include <dhcpsrv/parsers/option_data_parser.h>
#include <hooks/hooks.h>
#include <log/logger_support.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "kea-hook/offline/element.h"
#include "kea-hook/offline/options.h"
#include "tlv/cdc43.h"

namespace cdc43_kea {

using namespace isc::dhcp;
using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

const std::vector<unsigned> provisioning_codes = {
#define CDC43_PROVISIONING(option, bit, words) option,
#include "tlv/provisioning.def"
};

struct option_set::kea_options {
    CfgOptionPtr options;
    CfgOptionDefPtr definitions;
};

namespace {

OptionDefinitionPtr find_definition(const CfgOptionDefPtr &own, const std::string &space,
                                    uint16_t code) {
    OptionDefinitionPtr result = own->get(space, code);

    if (!result) {
        result = LibDHCP::getOptionDef(space, code);
    }
    if (!result) {
        result = LibDHCP::getRuntimeOptionDef(space, code);
    }
    if (!result) {
        result = LibDHCP::getLastResortOptionDef(space, code);
    }
    return result;
}

OptionDefinitionPtr find_definition(const CfgOptionDefPtr &own, const std::string &space,
                                    const std::string &name) {
    OptionDefinitionPtr result = own->get(space, name);

    if (!result) {
        result = LibDHCP::getOptionDef(space, name);
    }
    if (!result) {
        result = LibDHCP::getRuntimeOptionDef(space, name);
    }
    if (!result) {
        result = LibDHCP::getLastResortOptionDef(space, name);
    }
    return result;
}

} // namespace

bool is_plain_value(const std::string &text) {
    static const std::set<std::string> words = {"true", "false",   "yes",      "no",  "on",
                                                "off",  "enabled", "disabled", "none"};

    return words.count(text) != 0 ||
           (text.size() <= 3 && text.find_first_not_of("0123456789") == std::string::npos);
}

namespace {

/* Kea's complaint, unless it quotes the value: that may be a secret. Kea's own position is left
 * out, too. */
std::string complaint(const std::string &kea, const std::string &data) {
    const size_t position = kea.rfind(" (");
    const std::string sentence = kea.substr(0, position);
    const std::string hidden = "Kea does not accept this data for this option";
    size_t begin = 0;

    while (begin < data.size()) {
        size_t end = data.find_first_of(", \t\\", begin);
        end = end == std::string::npos ? data.size() : end;
        const std::string word = data.substr(begin, end - begin);
        if (!is_plain_value(word) && sentence.find(word) != std::string::npos) {
            return hidden;
        }
        begin = end + 1;
    }
    return sentence;
}

/* The types of a record, "string, uint8", separated. */
std::vector<std::string> record_types(const std::string &text) {
    std::vector<std::string> result;
    size_t begin = 0;

    while (begin <= text.size()) {
        size_t end = text.find(',', begin);
        end = end == std::string::npos ? text.size() : end;
        const size_t first = text.find_first_not_of(' ', begin);
        const size_t last = text.find_last_not_of(' ', end == 0 ? 0 : end - 1);
        if (first < end) {
            result.push_back(text.substr(first, last - first + 1));
        }
        begin = end + 1;
    }
    return result;
}

/* Kea's own reader of definitions is in a header that not every release installs completely. */
OptionDefinitionPtr read_definition(const ConstElementPtr &element) {
    const std::string name = text_in(element, "name");
    const std::string type = text_in(element, "type");
    const std::string encapsulates = text_in(element, "encapsulate");
    const long code = number_in(element, "code", 0);
    std::string space = text_in(element, "space");
    OptionDefinitionPtr result;

    if (space.empty()) {
        space = DHCP4_OPTION_SPACE;
    }
    if (code < 0 || code > UINT8_MAX) {
        isc_throw(isc::BadValue, "the code of an option must be 0 to 255");
    }
    if (space == DHCP4_OPTION_SPACE && (code == DHO_PAD || code == DHO_END)) {
        isc_throw(isc::BadValue, "the codes 0 and 255 are reserved for PAD and END");
    }
    const uint16_t number = static_cast<uint16_t>(code);
    if (encapsulates.empty()) {
        result.reset(
            new OptionDefinition(name, number, space, type, flag_in(element, "array", false)));
    } else {
        result.reset(new OptionDefinition(name, number, space, type, encapsulates.c_str()));
    }
    for (const std::string &field : record_types(text_in(element, "record-types"))) {
        result->addRecordField(field);
    }
    result->validate();
    return result;
}

/* May what an option of one space holds be in the other space, however deep? */
bool leads_to(const CfgOptionDefPtr &own, const std::string &from, const std::string &to) {
    std::set<std::string> seen;
    std::vector<std::string> next = {from};

    while (!next.empty()) {
        const std::string space = next.back();

        next.pop_back();
        if (space == to) {
            return true;
        }
        if (space.empty() || !seen.insert(space).second) {
            continue;
        }
        for (const OptionDefContainerPtr &list :
             {own->getAll(space), LibDHCP::getRuntimeOptionDefs(space)}) {
            for (const OptionDefinitionPtr &definition : *list) {
                next.push_back(definition->getEncapsulatedSpace());
            }
        }
    }
    return false;
}

/* Kea sees this only where an option encapsulates its own space, and falls over it elsewhere. */
void check_encapsulation(const OptionDefinition &definition, const CfgOptionDefPtr &own) {
    const std::string space = definition.getOptionSpaceName();
    const std::string inner = definition.getEncapsulatedSpace();

    if (!inner.empty() && leads_to(own, inner, space)) {
        isc_throw(isc::BadValue, "option must not encapsulate an option space it belongs to: '"
                                     << space << "." << definition.getName()
                                     << "' is set to encapsulate '" << inner << "'");
    }
}

/* Adds each definition that Kea takes. */
void add_definitions(const ConstElementPtr &list, const CfgOptionDefPtr &result, bool is_class,
                     std::vector<option_set::refusal> &refusals) {
    for (const ConstElementPtr &definition : entries(list)) {
        try {
            const OptionDefinitionPtr parsed = read_definition(definition);
            if (is_class && !LibDHCP::shouldDeferOptionUnpack(parsed->getOptionSpaceName(),
                                                              parsed->getCode())) {
                refusals.push_back({definition, "a class may define only the options 43 and 224 "
                                                "to 254 of the space dhcp4"});
                continue;
            }
            check_encapsulation(*parsed, result);
            result->add(parsed);
        } catch (const std::exception &e) {
            refusals.push_back({definition, complaint(e.what(), "")});
        }
    }
}

void describe(option_line &line, const CfgOptionDefPtr &own) {
    OptionDefinitionPtr definition;
    const std::string name = text_in(line.element, "name");

    if (line.code != 0) {
        definition = find_definition(own, line.space, static_cast<uint16_t>(line.code));
    } else if (!name.empty()) {
        definition = find_definition(own, line.space, name);
    }
    if (definition) {
        line.code = definition->getCode();
        line.type = OptionDataTypeUtil::getDataTypeName(definition->getType());
        line.encapsulates = definition->getEncapsulatedSpace();
    }
}

option_line read_line(const ConstElementPtr &element, const CfgOptionDefPtr &own) {
    option_line line;

    line.element = element;
    line.space = text_in(element, "space");
    if (line.space.empty()) {
        line.space = DHCP4_OPTION_SPACE;
    }
    line.code = static_cast<unsigned>(std::max(0L, number_in(element, "code", 0)));
    line.data = text_in(element, "data");
    line.always_send = flag_in(element, "always-send", false);
    line.is_csv = flag_in(element, "csv-format", true);
    describe(line, own);
    try {
        OptionDataParser parser(AF_INET, own);
        line.code = parser.parse(element).first.option_->getType();
    } catch (const std::exception &e) {
        line.refusal = complaint(e.what(), line.data);
    }
    if (line.type.empty()) {
        line.is_csv = false; /* without a definition Kea wants digits */
    }
    return line;
}

/* Is the same option there already? Kea 3.0 sends the first one, which its own container does not
 * say. */
bool is_there(const std::vector<option_line> &lines, const option_line &same) {
    return std::any_of(lines.begin(), lines.end(), [&](const option_line &line) {
        return line.code == same.code && line.space == same.space && line.refusal.empty();
    });
}

/* The options 43 in a packed message. */
std::vector<std::string> cut_instances(const uint8_t *octets, size_t len, unsigned code) {
    const cdc43_view message = {octets, len};
    std::vector<std::string> result;
    cdc43_tlv option;
    cdc43_where where;
    size_t at = 240; /* fixed part and magic cookie */

    while (at < len && cdc43_next(message, &at, &option, &where) == CDC43_OK) {
        if (option.code == code) {
            result.emplace_back(reinterpret_cast<const char *>(option.value.data),
                                option.value.len);
        }
    }
    return result;
}

} // namespace

/* Most reservations of a large configuration have no options: they are not to cost anything. */
option_set::option_set(const ConstElementPtr &definitions, const ConstElementPtr &data,
                       const std::vector<std::string> &classes) {
    if (entries(definitions).empty() && entries(data).empty()) {
        return;
    }
    auto result = std::make_shared<kea_options>();

    result->options.reset(new CfgOption());
    result->definitions.reset(new CfgOptionDef());
    add_definitions(definitions, result->definitions, true, definition_refusals_);
    const ElementPtr accepted = Element::createList();
    for (const ConstElementPtr &element : entries(data)) {
        const std::string space = text_in(element, "space");

        if ((space.empty() || space == DHCP4_OPTION_SPACE) && guards_of(element) != classes) {
            continue;
        }
        const option_line line = read_line(element, result->definitions);
        if (line.refusal.empty() && (kea_version() < 30000 || !is_there(lines_, line))) {
            accepted->add(isc::data::copy(element));
        }
        lines_.push_back(line);
    }
    OptionDataListParser parser(AF_INET, result->definitions);
    parser.parse(result->options, accepted);
    options_ = result;
}

const option_line *option_set::find(unsigned code) const {
    for (const option_line &line : lines_) {
        if (line.code == code && line.space == DHCP4_OPTION_SPACE) {
            return &line;
        }
    }
    return nullptr;
}

const option_line *option_set::find_suboption(unsigned code) const {
    const std::string space = space_of_43();
    const option_line *other = nullptr;

    for (const option_line &line : lines_) {
        if (line.code != code || line.space == DHCP4_OPTION_SPACE) {
            continue;
        }
        if (line.space == space) {
            return &line;
        }
        other = other == nullptr ? &line : other;
    }
    return other;
}

static OptionDescriptor find_option(const CfgOptionPtr &options, unsigned code) {
    return options->get(DHCP4_OPTION_SPACE, static_cast<uint16_t>(code));
}

std::string option_set::space_of_43() const {
    if (options_) {
        const OptionDescriptor found = find_option(options_->options, OPTION_VENDOR_SPECIFIC);
        if (found.option_) {
            return found.option_->getEncapsulatedSpace();
        }
    }
    return "";
}

bool option_set::has(unsigned code) const {
    return options_ && find_option(options_->options, code).option_;
}

bool option_set::always_sends(unsigned code) const {
    return has(code) && find_option(options_->options, code).persistent_;
}

bool option_set::empty() const {
    return !options_ || options_->options->empty();
}

bool option_set::has_typed_43() const {
    return has(OPTION_VENDOR_SPECIFIC) &&
           !find_option(options_->options, OPTION_VENDOR_SPECIFIC).option_->getOptions().empty();
}

std::vector<std::string> option_set::instances(unsigned code) const {
    if (!has(code)) {
        return {};
    }
    Pkt4 packet(DHCPACK, 1);
    packet.addOption(find_option(options_->options, code).option_);
    packet.pack();
    const void *const octets = packet.getBuffer().getData();
    return cut_instances(static_cast<const uint8_t *>(octets), packet.getBuffer().getLength(),
                         code);
}

std::vector<option_set::refusal> take_global_definitions(const ConstElementPtr &definitions) {
    std::vector<option_set::refusal> refusals;
    const CfgOptionDefPtr all(new CfgOptionDef());

    LibDHCP::clearRuntimeOptionDefs();
    add_definitions(definitions, all, false, refusals);
    LibDHCP::setRuntimeOptionDefs(all->getContainer());
    LibDHCP::commitRuntimeOptionDefs();
    return refusals;
}

unsigned code_of(const ConstElementPtr &option) {
    const long code = number_in(option, "code", 0);
    const OptionDefinitionPtr definition = find_definition(
        CfgOptionDefPtr(new CfgOptionDef()), DHCP4_OPTION_SPACE, text_in(option, "name"));

    return code > 0 && code <= UINT8_MAX ? static_cast<unsigned>(code)
           : definition                  ? definition->getCode()
                                         : 0U;
}

std::vector<std::string> guards_of(const ConstElementPtr &option_data) {
    return kea_version() < 30000 ? std::vector<std::string>()
                                 : texts(option_data, "client-classes");
}

bool is_foreign_space(const ConstElementPtr &definitions, const std::string &space) {
    if (space.compare(0, 7, "vendor-") == 0 && space != VENDOR_ENCAPSULATED_OPTION_SPACE) {
        return true;
    }
    for (const ConstElementPtr &definition : entries(definitions)) {
        if (text_in(definition, "encapsulate") == space &&
            number_in(definition, "code", 0) != OPTION_VENDOR_SPECIFIC) {
            return true;
        }
    }
    return space == DHCP4_OPTION_SPACE || space == DHCP_AGENT_OPTION_SPACE;
}

void start_kea_libraries() {
    /* Kea's log would make a lock file, even when it has nothing to say. */
    (void)setenv("KEA_LOCKFILE_DIR", "none", 0);
    isc::log::initLogger("cdc43-kea", isc::log::NONE, 0, nullptr);
}

bool is_built_in(const std::string &class_name) {
    return isClientClassBuiltIn(class_name);
}

int kea_version() {
    return KEA_HOOKS_VERSION;
}

} // namespace cdc43_kea
