/* SPDX-License-Identifier: MIT */
/* What is wrong with the lines of one scope and with the octets that they make. */
#include "kea-hook/command/check.h"

#include <algorithm>
#include <set>

#include "kea-hook/config/json.h"
#include "kea-hook/offline/element.h"
#include "kea-hook/offline/judgement.h"
#include "tlv/text.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;

namespace {

const char dhcp_space[] = "dhcp4";

bool is_ours(unsigned code) {
    return code >= CDC43_FIRST_SUBOPTION && code <= CDC43_LAST_SUBOPTION;
}

/* The suboption codes in octets, that of a broken one too, after which no more can be read. */
std::set<unsigned> codes_in(const std::string &octets) {
    const cdc43_view view = cdc43_hook::view_of(octets);
    std::set<unsigned> result;
    cdc43_tlv tlv;
    cdc43_where where;
    size_t at = 0;

    while (at < view.len) {
        if (cdc43_next(view, &at, &tlv, &where) != CDC43_OK) {
            result.insert(where.suboption);
            break;
        }
        result.insert(tlv.code);
    }
    result.erase(0U);   /* PAD */
    result.erase(255U); /* END */
    return result;
}

/* The octets that a raw line of option 43 asks for; false when it is none. */
bool raw_octets(const option_line &line, std::string *ret_octets) {
    uint8_t octets[1024];
    size_t len = 0;
    cdc43_where where;

    if ((line.is_csv && line.type != "binary") || line.data.empty() ||
        cdc43_parse_hex(line.data.data(), line.data.size(), octets, sizeof octets, &len, &where) !=
            CDC43_OK ||
        len > sizeof octets) {
        return false;
    }
    ret_octets->assign(reinterpret_cast<const char *>(octets), len);
    cdc43_wipe(octets, sizeof octets);
    return true;
}

/* Octets without a header of option 43 before them. */
std::string without_header(const std::string &octets) {
    const bool has_header = octets.size() > 2 &&
                            static_cast<uint8_t>(octets[0]) == OPTION_VENDOR_SPECIFIC &&
                            static_cast<uint8_t>(octets[1]) == octets.size() - 2;

    return has_header ? octets.substr(2) : octets;
}

/* What is between the single quotes around a text; the text itself if there are none. */
std::string without_quotes(const std::string &text) {
    const std::string inner = cdc43_hook::trimmed(text);

    return inner.size() > 2 && inner.front() == '\'' && inner.back() == '\''
               ? inner.substr(1, inner.size() - 2)
               : text;
}

bool is_digits(const std::string &text) {
    return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/* Digits in quotes, which Kea sends as text. */
bool has_quoted_digits(const option_line &line) {
    const std::string inner = without_quotes(line.data);

    return !line.is_csv && inner != line.data && is_digits(inner);
}

/* Digits of which one is missing. */
bool has_odd_digits(const option_line &line) {
    return !line.is_csv && line.data.size() % 2 != 0 && is_digits(line.data);
}

/* The suboption codes that somebody had in mind who wrote a raw line of option 43. */
std::set<unsigned> codes_meant(const option_line &line43) {
    option_line line = line43;
    std::set<unsigned> result;
    std::string octets;

    if (has_quoted_digits(line)) {
        line.data = without_quotes(line.data);
    }
    if (has_odd_digits(line)) {
        line.data.pop_back();
    }
    if (raw_octets(line, &octets)) {
        result = codes_in(without_header(octets));
    }
    cdc43_wipe(&line.data[0], line.data.size());
    return result;
}

bool is_suboption_line(const configuration &config, const option_line &line) {
    return line.space != dhcp_space &&
           !is_foreign_space(part(config.dhcp4, "option-def", isc::data::Element::list),
                             line.space);
}

std::set<unsigned> codes_of(const configuration &config, const scope &of) {
    std::set<unsigned> result = codes_in(of.joined43);
    const option_line *const line43 = of.options.find(OPTION_VENDOR_SPECIFIC);

    if (line43 != nullptr) {
        const std::set<unsigned> meant = codes_meant(*line43);
        result.insert(meant.begin(), meant.end());
    }
    for (const option_line &line : of.options.lines()) {
        if (is_suboption_line(config, line)) {
            result.insert(line.code);
        }
    }
    return result;
}

/* Checks of one scope; each finding has the scope's name in front. */
class scope_check {
  public:
    scope_check(const configuration &config, const scope &of, bool has_hook, findings &result)
        : config_(config), of_(of), has_hook_(has_hook), result_(result),
          line43_(of.options.find(OPTION_VENDOR_SPECIFIC)), is_explained_(false) {
    }

    void run() {
        for (const option_line &line : of_.options.lines()) {
            if (is_suboption_line(config_, line)) {
                check_line(line);
            }
        }
        check_43();
        if (!of_.instances43.empty() && !is_explained_) {
            check_octets();
        }
    }

  private:
    position at(const ConstElementPtr &element) const {
        return config_.text.find(*element);
    }
    position at_data(const option_line &line) const {
        const ConstElementPtr data = line.element->get("data");
        return at(data ? data : line.element);
    }
    /* Where a suboption is written, or what it would be a part of. */
    position at_suboption(unsigned code) const {
        const option_line *const line = of_.options.find_suboption(code);

        if (code != 0 && line != nullptr) {
            return at_data(*line);
        }
        return line43_ != nullptr ? at_data(*line43_) : at(of_.element);
    }
    std::string subject(const option_line &line) const {
        const cdc43_suboption_info *const info = cdc43_find_suboption(line.code);

        if (line.code == 0) {
            return of_.name + ", \"" + text_in(line.element, "name") + "\"";
        }
        return of_.name + ", suboption " + std::to_string(line.code) +
               (info == nullptr ? "" : std::string(" (") + info->label + ")");
    }

    void check_line(const option_line &line) {
        if (!line.refusal.empty()) {
            return; /* check() has said so */
        }
        if (is_twice(line)) {
            result_.add(at(line.element), rule::TWICE, subject(line));
            return;
        }
        if (line.always_send) {
            result_.add(at(line.element->get("always-send")), rule::ALWAYS_INNER, subject(line));
        }
        check_text(line);
        check_digits(line, subject(line));
        check_type(line);
        check_space(line);
    }

    bool is_twice(const option_line &line) const {
        for (const option_line &other : of_.options.lines()) {
            if (&other == &line) {
                return false;
            }
            if (other.code == line.code && other.space == line.space && other.refusal.empty()) {
                return true;
            }
        }
        return false;
    }

    void check_text(const option_line &line) {
        if (!line.is_csv || line.type != "string" || line.data.empty()) {
            return;
        }
        const std::string &data = line.data;
        bool is_cut = data.find(',') == 0;
        for (size_t comma = data.find(',', 1); comma != std::string::npos;
             comma = data.find(',', comma + 1)) {
            is_cut = is_cut || data[comma - 1] != '\\';
        }
        if (is_cut) {
            result_.add(at_data(line), rule::COMMA, subject(line));
        }
        if (data.find_first_of(" \t") == 0 || data.find_last_of(" \t") == data.size() - 1) {
            result_.add(at_data(line), rule::BLANK, subject(line));
        }
        if (data.size() > 1 && data.front() == data.back() &&
            (data.front() == '\'' || data.front() == '"')) {
            result_.add(at_data(line), rule::QUOTED, subject(line));
        }
    }

    /* True: there is something wrong, which explains what the octets are. */
    bool check_digits(const option_line &line, const std::string &what) {
        const cdc43_suboption_info *const info = cdc43_find_suboption(line.code);
        const bool is_octets =
            &line == line43_ || (info != nullptr && info->kind == CDC43_KIND_DIGEST);

        if (has_odd_digits(line)) {
            result_.add(at_data(line), rule::ODD_DIGITS, what);
        } else if (is_octets && has_quoted_digits(line)) {
            result_.add(at_data(line), rule::DIGITS_QUOTED, what);
        } else {
            return false;
        }
        explained_.insert(line.code);
        return true;
    }

    void check_type(const option_line &line) {
        static const std::set<std::string> octet_types = {"boolean", "uint8", "int8", "binary", ""};
        const cdc43_suboption_info *const info = cdc43_find_suboption(line.code);

        if (info == nullptr) {
            return;
        }
        if (info->kind == CDC43_KIND_FLAG && octet_types.count(line.type) == 0) {
            result_.add(at(line.element), rule::FLAG_TYPE, subject(line),
                        "\"type\": \"" + line.type + "\"");
            explained_.insert(line.code);
        }
        if (info->kind == CDC43_KIND_DIGEST && line.type == "string" && line.is_csv) {
            result_.add(at_data(line), rule::FINGERPRINT_TEXT, subject(line));
            explained_.insert(line.code);
        }
        if (line.code == CDC43_CHALLENGE_PASSWORD && line.type == "binary" && line.is_csv) {
            result_.add(at_data(line), rule::PASSWORD_OCTETS, subject(line));
            explained_.insert(line.code);
        }
    }

    void check_space(const option_line &line) {
        const std::string space = of_.options.space_of_43();

        if (of_.options.has(OPTION_VENDOR_SPECIFIC) && line.space != space && !lacks_definition()) {
            result_.add(at(line.element), rule::SPACE, subject(line),
                        "\"" + line.space + "\" here, \"" + space + "\" there");
            explained_.insert(line.code);
        }
    }

    bool has_suboption_lines() const {
        return std::any_of(of_.options.lines().begin(), of_.options.lines().end(),
                           [&](const option_line &line) {
                               return is_suboption_line(config_, line) && is_ours(line.code);
                           });
    }

    bool defines_43(const ConstElementPtr &definitions) const {
        const std::vector<ConstElementPtr> list = entries(definitions);

        return std::any_of(list.begin(), list.end(), [](const ConstElementPtr &definition) {
            return number_in(definition, "code", 0) == OPTION_VENDOR_SPECIFIC;
        });
    }

    /* Option 43 is empty, and no definition says what it contains. */
    bool lacks_definition() const {
        return line43_ != nullptr && of_.joined43.empty() && has_suboption_lines() &&
               !defines_43(part(of_.element, "option-def", isc::data::Element::list)) &&
               !defines_43(part(config_.dhcp4, "option-def", isc::data::Element::list));
    }

    void check_43() {
        std::string raw;

        if (line43_ == nullptr) {
            if (has_suboption_lines()) {
                result_.add(at(of_.element), rule::NO_LINE, of_.name);
            }
            return;
        }
        if (!line43_->refusal.empty()) {
            is_explained_ = true;
            return;
        }
        const bool has_raw = raw_octets(*line43_, &raw);
        if (lacks_definition()) {
            result_.add(at(line43_->element), rule::EMPTY, of_.name);
            is_explained_ = true;
        } else if (check_digits(*line43_, of_.name)) {
            is_explained_ = true;
        } else if (has_raw && without_header(raw) != raw) {
            result_.add(at_data(*line43_), rule::OWN_HEADER, of_.name);
            is_explained_ = true;
        } else if (has_raw && !has_suboption_lines() && raw != of_.joined43 &&
                   raw != of_.joined43 + '\xff') {
            result_.add(at_data(*line43_), rule::RAW_CHANGED, of_.name);
            is_explained_ = true;
        }
        if (of_.instances43.size() > 1) {
            result_.add(at(line43_->element), rule::SPLIT, of_.name,
                        std::to_string(of_.joined43.size()) + " octets in " +
                            std::to_string(of_.instances43.size()) + " instances");
        }
        if (config_.has_threads && kea_version() < 20400 && of_.options.has_typed_43() &&
            !has_hook_) {
            result_.add(at(line43_->element), rule::THREADS, of_.name);
        }
    }

    void check_octets() {
        const cdc43_judgement judged = judge(of_.joined43);

        for (size_t i = 0; i < judged.count; i++) {
            const cdc43_finding &broken = judged.findings[i];

            check_broken(broken);
        }
        if (judged.has_fips) {
            result_.add(at_suboption(CDC43_FIPS_MODE), rule::FIPS, of_.name);
        }
    }

    void check_broken(const cdc43_finding &broken) {
        const unsigned code = broken.where.suboption;
        const std::string suboption = of_.name + ", suboption " + std::to_string(code);

        if (broken.err == CDC43_ERR_UNKNOWN_SUBOPTION) {
            result_.add(at_suboption(code), rule::UNKNOWN, suboption);
        } else if (broken.err == CDC43_ERR_MISSING) {
            /* A line that is not sent has a finding of its own. */
            if (of_.options.find_suboption(code) == nullptr) {
                result_.add(at_suboption(0), broken, suboption);
            }
        } else if (code == 0 || explained_.count(code) == 0) {
            result_.add(at_suboption(code), broken, of_.name);
        }
    }

    const configuration &config_;
    const scope &of_;
    bool has_hook_;
    findings &result_;
    const option_line *line43_;
    bool is_explained_;                 /* why option 43 is not what it should be */
    std::set<unsigned> explained_ = {}; /* the same of suboptions */
};

} // namespace

bool is_meant_for_phones(const std::string &octets) {
    const std::set<unsigned> codes = codes_in(octets);

    return codes.count(CDC43_SERVER) != 0 || codes.count(CDC43_ROOT_CA_FINGERPRINT) != 0;
}

bool is_for_phones(const configuration &config, const scope &of, bool is_theirs) {
    const std::set<unsigned> codes = codes_of(config, of);

    if (is_theirs) {
        return std::any_of(codes.begin(), codes.end(), is_ours);
    }
    return codes.count(CDC43_SERVER) != 0 || codes.count(CDC43_ROOT_CA_FINGERPRINT) != 0;
}

void check_scope(const configuration &config, const scope &of, bool is_theirs, bool has_hook,
                 findings &result) {
    if (is_for_phones(config, of, is_theirs)) {
        scope_check(config, of, has_hook, result).run();
    }
}

} // namespace cdc43_kea
