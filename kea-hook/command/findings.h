/* SPDX-License-Identifier: MIT */
/* What is wrong with a configuration: a list with locations, in the order of the file. */
#ifndef CDC43_KEA_FINDINGS_H
#define CDC43_KEA_FINDINGS_H

#include <map>
#include <set>
#include <string>
#include <tuple>

#include <cc/data.h>

#include "kea-hook/offline/config_text.h"
#include "kea-hook/offline/judgement.h"
#include "tlv/cdc43.h"

namespace cdc43_kea {

enum class severity { error, warning, note };
const size_t severity_count = 3;
const char *severity_name(severity of);

/* "a, b, c" of at most so many names; then how many there are. */
std::string joined(const std::set<std::string> &names, size_t most);

enum class rule {
#define CDC43_KEA_RULE(ID, id, severity, sentence, remedy) ID,
#include "kea-hook/command/rules.def"
};

struct rule_info {
    const char *id;
    severity weight;
    const char *sentence;
    const char *remedy;
};
const rule_info &info_of(rule which);

struct finding {
    severity weight;
    std::string sentence;            /* what is concerned and what is wrong with it */
    std::string remedy;              /* what to do, after "to fix:" */
    std::set<std::string> models;    /* who is concerned; empty: nobody in particular */
    std::set<std::string> locations; /* likewise */
};

class findings {
  public:
    /* subject: what is concerned ("class "X", suboption 11 (Server)"), may be empty. detail: more
     * for the sentence, may be empty; never a value that may be secret. model and location: may be
     * empty; the same finding at the same position is kept once, with all models and locations. */
    void add(const position &where, rule which, const std::string &subject,
             const std::string &detail = "", const std::string &model = "",
             const std::string &location = "");

    /* A broken rule of the format: an error, unless phones tolerate it. */
    void add(const position &where, const cdc43_finding &broken, const std::string &subject,
             const std::string &model = "", const std::string &location = "");

    size_t count(severity of) const;
    /* How often something was found in a location. */
    size_t located() const {
        return located_;
    }
    /* Is there an error in that line? */
    bool has_error_at(const position &line) const;

    /* "FILE:LINE:COLUMN: error: ID: SENTENCE" and a line "    to fix: REMEDY". */
    std::string text() const;
    isc::data::ElementPtr json() const;

  private:
    struct key {
        position where;
        std::string id;
        std::string subject;
        bool operator<(const key &other) const {
            return std::tie(where, id, subject) < std::tie(other.where, other.id, other.subject);
        }
    };
    void add(const key &what, const finding &found, const std::string &model,
             const std::string &location);

    std::map<key, finding> list_ = {};
    size_t located_ = 0;
};

} // namespace cdc43_kea

#endif
