/* SPDX-License-Identifier: MIT */
/* Requirements of names, and of what option 43 and DNS say about them. */
#include <string.h>

#include "phone-side/certificates/checks.h"

static const char *common_name_of(const struct cdc43_cert_case *on) {
    return cdc43_cert_itself(on)->info.common_name;
}

/* Takes the next line of alternative names. ret_kind: "DNS", "IP" or "other". */
static bool next_name(struct cdc43_view *names, struct cdc43_view *ret_kind,
                      struct cdc43_view *ret_name) {
    const uint8_t *const end = names->len != 0 ? memchr(names->data, '\n', names->len) : NULL;
    const size_t len = end != NULL ? (size_t)(end - names->data) : 0;
    const uint8_t *const blank = len != 0 ? memchr(names->data, ' ', len) : NULL;
    const size_t kind = blank != NULL ? (size_t)(blank - names->data) : 0;

    if (blank == NULL) {
        return false;
    }
    *ret_kind = (struct cdc43_view){names->data, kind};
    *ret_name = (struct cdc43_view){blank + 1, len - kind - 1};
    *names = (struct cdc43_view){end + 1, names->len - len - 1};
    return true;
}

static bool is_word(struct cdc43_view text, const char *word) {
    return text.len == strlen(word) && memcmp(text.data, word, text.len) == 0;
}

/* The alternative names count; the Common Name does if there is none of them. */
static bool has_name(const struct cdc43_cert *cert, const char *host) {
    struct cdc43_view names = cdc43_scep_view(&cert->alternatives);
    struct cdc43_view kind;
    struct cdc43_view name;
    bool any = false;

    while (next_name(&names, &kind, &name)) {
        any = any || is_word(kind, "DNS") || is_word(kind, "IP");
        if ((is_word(kind, "DNS") &&
             cdc43_cert_name_fits((const char *)name.data, name.len, host)) ||
            (is_word(kind, "IP") && is_word(name, host))) {
            return true;
        }
    }
    return !any &&
           cdc43_cert_name_fits(cert->info.common_name, strlen(cert->info.common_name), host);
}

/* Says that there is no --host, or that there is no certificate to compare with. */
static bool can_compare(struct cdc43_cert_case *on) {
    if (on->path_count != 0 && on->question->host == NULL) {
        cdc43_cert_unsure(on, (int)on->path[0], "the name was not compared: give --host");
    }
    return on->path_count != 0 && on->question->host != NULL;
}

void cdc43_cert_check_host_name(struct cdc43_cert_case *on) {
    const struct cdc43_cert *cert = NULL;

    if (!can_compare(on)) {
        return;
    }
    cert = cdc43_cert_itself(on);
    if (!has_name(cert, on->question->host)) {
        cdc43_cert_bad(on, (int)on->path[0], "no name fits %.120s: Common Name '%s'%s%.240s",
                       on->question->host, cert->info.common_name,
                       cert->alternatives.len != 0 ? ", alternatives " : "",
                       cert->alternatives.len != 0 ? (const char *)cert->alternatives.data : "");
    }
}

void cdc43_cert_check_common_name_is_host(struct cdc43_cert_case *on) {
    if (can_compare(on) &&
        !cdc43_cert_name_fits(common_name_of(on), strlen(common_name_of(on)), on->question->host)) {
        cdc43_cert_bad(on, (int)on->path[0], "the Common Name is '%s'", common_name_of(on));
    }
}

void cdc43_cert_check_alternatives(struct cdc43_cert_case *on) {
    struct cdc43_view names = {NULL, 0};
    struct cdc43_view kind;
    struct cdc43_view name;

    if (on->path_count != 0) {
        names = cdc43_scep_view(&cdc43_cert_itself(on)->alternatives);
    }
    while (next_name(&names, &kind, &name)) {
        if (is_word(kind, "other")) {
            cdc43_cert_bad(on, (int)on->path[0], "an alternative name is of another kind: %.*s",
                           (int)name.len, (const char *)name.data);
        }
    }
}

/* Is a '*' only where it may be? */
static bool is_good_wildcard(const char *name, size_t len) {
    const char *const star = len != 0 ? memchr(name, '*', len) : NULL;

    return star == NULL ||
           (star == name && len > 2 && cdc43_cert_is_host(name + 2, len - 2) && name[1] == '.');
}

void cdc43_cert_check_wildcards(struct cdc43_cert_case *on) {
    struct cdc43_view names = {NULL, 0};
    struct cdc43_view kind;
    struct cdc43_view name;

    if (on->path_count == 0) {
        return;
    }
    names = cdc43_scep_view(&cdc43_cert_itself(on)->alternatives);
    if (!is_good_wildcard(common_name_of(on), strlen(common_name_of(on)))) {
        cdc43_cert_bad(on, (int)on->path[0], "the Common Name is '%s'", common_name_of(on));
    }
    while (next_name(&names, &kind, &name)) {
        if (is_word(kind, "DNS") && !is_good_wildcard((const char *)name.data, name.len)) {
            cdc43_cert_bad(on, (int)on->path[0], "an alternative name is '%.*s'",
                           (int)(name.len < 200 ? name.len : 200), (const char *)name.data);
        }
    }
}

/* The length of the longest row whose beginning the model has; 0: none. */
struct spa_row {
    const char *model;
    const char *word;
    const char *ca;
};
static const struct spa_row spa_rows[] = {
#define CDC43_CERT_SPA(model, word, ca) {model, word, ca},
#include "phone-side/certificates/spa_cas.def"
};
#define SPA_ROWS (sizeof spa_rows / sizeof spa_rows[0])

static size_t find_spa(const char *model) {
    size_t best = 0;

    for (size_t i = 0; i < SPA_ROWS; i++) {
        const size_t len = strlen(spa_rows[i].model);
        if (strncmp(spa_rows[i].model, model, len) == 0 && len > best) {
            best = len;
        }
    }
    return best;
}

/* Is it signed, somewhere up the chain, by a CA that has this word in its name? */
static bool is_issued_by(const struct cdc43_cert_case *on, const char *word) {
    for (unsigned i = 0; i < on->path_count; i++) {
        if (cdc43_cert_has_word(on->bundle->cert[on->path[i]].info.issuer, word)) {
            return true;
        }
    }
    return false;
}

void cdc43_cert_check_spa_issuer(struct cdc43_cert_case *on) {
    const char *const model = on->question->model;
    const size_t len = model != NULL ? find_spa(model) : 0;
    const char *ca = NULL;

    if (on->path_count == 0) {
        return;
    }
    if (len == 0) {
        cdc43_cert_unsure(on, (int)on->path[0],
                          model == NULL ? "which CA the phone has: give --model"
                                        : "which CA this model has is not known here");
        return;
    }
    for (size_t i = 0; i < SPA_ROWS; i++) {
        if (strlen(spa_rows[i].model) == len && strncmp(spa_rows[i].model, model, len) == 0) {
            ca = spa_rows[i].ca;
            if (is_issued_by(on, spa_rows[i].word)) {
                if (!on->is_rooted || on->path[on->path_count - 1] < on->bundle->count) {
                    cdc43_cert_unsure(on, (int)on->path[0],
                                      "the issuer has the right name; whether it is the CA of "
                                      "Cisco only its certificate tells: give it with --trust");
                }
                return;
            }
        }
    }
    cdc43_cert_bad(on, (int)on->path[on->path_count - 1],
                   "the issuer is %.200s; the model has the %s",
                   on->bundle->cert[on->path[on->path_count - 1]].info.issuer, ca);
}

static size_t host_part(const char *common_name) {
    return strcspn(common_name, "/");
}

void cdc43_cert_check_spa_common_name(struct cdc43_cert_case *on) {
    if (on->path_count != 0 &&
        !cdc43_cert_is_host(common_name_of(on), host_part(common_name_of(on)))) {
        cdc43_cert_bad(on, (int)on->path[0], "the Common Name is '%s'", common_name_of(on));
    }
}

void cdc43_cert_check_spa_host(struct cdc43_cert_case *on) {
    if (can_compare(on) && !(host_part(common_name_of(on)) == strlen(on->question->host) &&
                             cdc43_cert_name_fits(common_name_of(on), host_part(common_name_of(on)),
                                                  on->question->host))) {
        cdc43_cert_bad(on, (int)on->path[0], "the Common Name is '%s', the host %.120s",
                       common_name_of(on), on->question->host);
    }
}

void cdc43_cert_check_spa_address(struct cdc43_cert_case *on) {
    const struct cdc43_cert_question *const question = on->question;

    if (on->path_count == 0) {
        return;
    }
    if (question->address == NULL) {
        cdc43_cert_unsure(on, (int)on->path[0], "DNS was not asked: give --resolve ADDRESS");
        return;
    }
    for (size_t i = 0; i < question->resolved_count; i++) {
        if (strcmp(question->resolved[i], question->address) == 0) {
            return;
        }
    }
    cdc43_cert_bad(on, (int)on->path[0], "DNS gives %s%s for this name, not %.64s",
                   question->resolved_count > 1 ? "several addresses, first " : "",
                   question->resolved_count != 0 ? question->resolved[0] : "no address",
                   question->address);
}

void cdc43_cert_check_one_common_name(struct cdc43_cert_case *on) {
    if (on->path_count != 0 && common_name_of(on)[0] == '\0') {
        cdc43_cert_bad(on, (int)on->path[0], "there are %u Common Names%s",
                       cdc43_cert_itself(on)->common_names,
                       cdc43_cert_itself(on)->common_names == 1
                           ? ": it is too long, or has other characters"
                           : "");
    }
}

void cdc43_cert_check_expected_name(struct cdc43_cert_case *on) {
    const char *const expected = on->question->expected_name;
    const char *hint = "";

    if (on->path_count == 0) {
        return;
    }
    if (expected == NULL) {
        cdc43_cert_unsure(on, (int)on->path[0], "whose certificate it is: give --mic-cn");
    } else if (strcmp(common_name_of(on), expected) != 0) {
        hint = strlen(expected) == strlen(common_name_of(on)) &&
                       cdc43_cert_has_word(common_name_of(on), expected)
                   ? "; only upper and lower case differ"
                   : "";
        cdc43_cert_bad(on, (int)on->path[0], "the Common Name is '%s', the phone's is '%s'%s",
                       common_name_of(on), expected, hint);
    }
}

void cdc43_cert_check_fingerprint(struct cdc43_cert_case *on) {
    const struct cdc43_cert_match *const match = &on->question->match;
    const unsigned root = on->path_count != 0 ? on->path[on->path_count - 1] : 0;

    if (!on->question->has_fingerprint) {
        cdc43_cert_unsure(on, CDC43_CERT_NONE,
                          "the fingerprint was not compared: give "
                          "--fingerprint");
    } else if (match->cert == CDC43_CERT_NONE) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "it is the fingerprint of none of these certificates");
    } else if (match->what != CDC43_CERT_OF_DER || !on->is_rooted || match->cert != (int)root ||
               strcmp(match->digest, "md5") == 0) {
        cdc43_cert_bad(on, match->cert, "the fingerprint is the %s of %s of this certificate%s",
                       match->digest, cdc43_cert_what_word(match->what),
                       on->is_rooted && match->cert == (int)root ? "" : ", which is not the root");
    }
}

void cdc43_cert_check_any_fingerprint(struct cdc43_cert_case *on) {
    const struct cdc43_cert_match *const match = &on->question->match;

    if (!on->question->has_fingerprint) {
        return;
    }
    if (match->cert == CDC43_CERT_NONE) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "it is the fingerprint of none of these certificates");
    } else if (match->what != CDC43_CERT_OF_DER) {
        cdc43_cert_bad(on, match->cert, "it is the %s of %s of this certificate", match->digest,
                       cdc43_cert_what_word(match->what));
    }
}
