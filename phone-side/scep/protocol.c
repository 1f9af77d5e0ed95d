/* SPDX-License-Identifier: MIT */
/* URLs, capabilities, message types and the schedule of polls. */
#include "phone-side/scep/protocol.h"

#include <string.h>

#include "phone-side/scep/base64.h"
#include "phone-side/writer.h"

static const char *const operations[] = {
    [CDC43_SCEP_GET_CA_CAPS] = "GetCACaps",
    [CDC43_SCEP_GET_CA_CERT] = "GetCACert",
    [CDC43_SCEP_GET_NEXT_CA_CERT] = "GetNextCACert",
    [CDC43_SCEP_PKI_OPERATION] = "PKIOperation",
};

/* Index of the first octet of text, from "from" on, that is one of stops; text.len if none is. */
static size_t find_any(struct cdc43_view text, size_t from, const char *stops) {
    size_t at = from;

    while (at < text.len && strchr(stops, text.data[at]) == NULL) {
        at++;
    }
    return at;
}

/* The octets of the Server behind its scheme, without the fragment. */
static struct cdc43_view without_scheme(struct cdc43_view server) {
    static const char scheme[] = "http://";
    const size_t len = sizeof scheme - 1;
    struct cdc43_view rest = server;
    size_t same = 0;

    while (same < len && same < server.len &&
           (server.data[same] | 0x20U) == ((uint8_t)scheme[same] | 0x20U)) {
        same++;
    }
    if (same == len) {
        rest.data += len;
        rest.len -= len;
    }
    rest.len = find_any(rest, 0, "#");
    return rest;
}

bool cdc43_scep_build_url(struct cdc43_view server, enum cdc43_scep_operation operation,
                          char ret_url[CDC43_SCEP_URL_MAX], struct cdc43_scep_fault *ret_fault) {
    struct cdc43_phone_writer writer = {ret_url, CDC43_SCEP_URL_MAX, 0};
    struct cdc43_device server_only = cdc43_roomos; /* which has no rule of sums */
    struct cdc43_params params = {0};
    struct cdc43_where where;
    struct cdc43_view rest;
    size_t path;
    size_t query;
    enum cdc43_err rule;

    cdc43_set_value(&params, CDC43_SERVER, server.data, server.len);
    server_only.mandatory = 0;
    server_only.must_be_on = 0;
    rule = cdc43_check(&server_only, &params, &where);
    if (rule != CDC43_OK || server.len > CDC43_OPTION_MAX) {
        (void)cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_SERVER, 0, NULL);
        ret_fault->rule = rule != CDC43_OK ? rule : CDC43_ERR_TOO_LONG;
        return false;
    }
    rest = without_scheme(server);
    path = find_any(rest, 0, "/?");
    query = find_any(rest, path, "?");
    cdc43_phone_put_text(&writer, "http://");
    cdc43_phone_put_view(&writer, (struct cdc43_view){rest.data, path});
    if (query - path <= 1) {
        cdc43_phone_put_text(&writer, CDC43_SCEP_DEFAULT_PATH);
    } else {
        cdc43_phone_put_view(&writer, (struct cdc43_view){rest.data + path, query - path});
    }
    cdc43_phone_put_view(&writer, (struct cdc43_view){rest.data + query, rest.len - query});
    cdc43_phone_put_text(&writer, query != rest.len ? "&operation=" : "?operation=");
    cdc43_phone_put_text(&writer, operations[operation]);
    cdc43_phone_end_text(&writer);
    return true;
}

static const char message_key[] = "&message=";

size_t cdc43_scep_message_room(size_t len) {
    return sizeof message_key + 3 * cdc43_base64_len(len);
}

void cdc43_scep_put_message(struct cdc43_view message, char *ret_text) {
    const size_t len = cdc43_base64_len(message.len);
    char *const base64 = ret_text + sizeof message_key - 1 + 2 * len;
    char *to = ret_text + sizeof message_key - 1;

    /* The base64 form stands at the end of the room, and is read before it is written over: an
     * escape has three characters, and two thirds of the room are before it. */
    cdc43_base64_print(message, base64);
    memcpy(ret_text, message_key, sizeof message_key - 1);
    for (size_t i = 0; i < len; i++) {
        const char c = base64[i];
        const char *const escape = c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : NULL;
        if (escape != NULL) {
            memcpy(to, escape, 3);
            to += 3;
        } else {
            *to++ = c;
        }
    }
    *to = '\0';
}

/* The same word, whatever the case of its letters? name: NUL-terminated. */
static bool is_word(struct cdc43_view word, const char *name) {
    if (word.len != strlen(name)) {
        return false;
    }
    for (size_t i = 0; i < word.len; i++) {
        const unsigned a = word.data[i];
        const unsigned b = (uint8_t)name[i];
        const bool letter = (b | 0x20U) >= 'a' && (b | 0x20U) <= 'z';
        if (a != b && !(letter && (a | 0x20U) == (b | 0x20U))) {
            return false;
        }
    }
    return true;
}

uint16_t cdc43_scep_parse_capabilities(struct cdc43_view text) {
    static const struct {
        const char *name;
        unsigned bits;
    } words[] = {
        {"AES", CDC43_SCEP_CAP_AES},
        {"DES3", CDC43_SCEP_CAP_DES3},
        {"GetNextCACert", CDC43_SCEP_CAP_GET_NEXT_CA_CERT},
        {"POSTPKIOperation", CDC43_SCEP_CAP_POST},
        {"Renewal", CDC43_SCEP_CAP_RENEWAL},
        {"SHA-1", CDC43_SCEP_CAP_SHA1},
        {"SHA-256", CDC43_SCEP_CAP_SHA256},
        {"SHA-512", CDC43_SCEP_CAP_SHA512},
        {"SCEPStandard", CDC43_SCEP_CAP_STANDARD | CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_POST |
                             CDC43_SCEP_CAP_SHA256},
    };
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf}; /* UTF-8's byte order mark */
    unsigned found = 0;
    size_t at = text.len >= sizeof mark && memcmp(text.data, mark, sizeof mark) == 0 ? 3 : 0;

    if (text.len != 0 && memchr(text.data, '<', text.len) != NULL) {
        return 0; /* a page for people */
    }
    while (at < text.len) {
        const size_t end = find_any(text, at, "\r\n\t ,;");
        const struct cdc43_view word = {text.data + at, end - at};
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            found |= is_word(word, words[i].name) ? words[i].bits : 0;
        }
        at = end + 1;
    }
    return (uint16_t)found;
}

enum cdc43_scep_cipher cdc43_scep_pick_cipher(const struct cdc43_scep_config *config,
                                              uint16_t capabilities) {
    const bool only_3des =
        (capabilities & CDC43_SCEP_CAP_AES) == 0 && (capabilities & CDC43_SCEP_CAP_DES3) != 0;

    if (only_3des && config->allow_legacy) {
        return CDC43_SCEP_3DES;
    }
    return config->aes256 ? CDC43_SCEP_AES256 : CDC43_SCEP_AES128;
}

enum cdc43_scep_digest cdc43_scep_pick_digest(const struct cdc43_scep_config *config,
                                              uint16_t capabilities) {
    if ((capabilities & CDC43_SCEP_CAP_SHA256) != 0) {
        return CDC43_SCEP_SHA256;
    }
    if ((capabilities & CDC43_SCEP_CAP_SHA512) != 0) {
        return CDC43_SCEP_SHA512;
    }
    return (capabilities & CDC43_SCEP_CAP_SHA1) != 0 && config->allow_legacy ? CDC43_SCEP_SHA1
                                                                             : CDC43_SCEP_SHA256;
}

bool cdc43_scep_is_offered(const struct cdc43_scep_config *config, uint16_t capabilities) {
    static const unsigned of_cipher[] = {[CDC43_SCEP_AES128] = CDC43_SCEP_CAP_AES,
                                         [CDC43_SCEP_AES256] = CDC43_SCEP_CAP_AES,
                                         [CDC43_SCEP_3DES] = CDC43_SCEP_CAP_DES3};
    static const unsigned of_digest[] = {[CDC43_SCEP_SHA256] = CDC43_SCEP_CAP_SHA256,
                                         [CDC43_SCEP_SHA512] = CDC43_SCEP_CAP_SHA512,
                                         [CDC43_SCEP_SHA1] = CDC43_SCEP_CAP_SHA1};
    const unsigned needed = of_cipher[cdc43_scep_pick_cipher(config, capabilities)] |
                            of_digest[cdc43_scep_pick_digest(config, capabilities)];

    return (capabilities & needed) == needed;
}

static const struct {
    const char *name;
    struct cdc43_scep_plan plan;
} methods[CDC43_SCEP_METHOD_COUNT] = {
    [CDC43_SCEP_INITIAL] = {"initial", {CDC43_SCEP_PKCS_REQ, CDC43_SCEP_SELF, true, false}},
    [CDC43_SCEP_INITIAL_MIC] = {"initial-mic", {CDC43_SCEP_PKCS_REQ, CDC43_SCEP_MIC, false, false}},
    [CDC43_SCEP_RENEWAL] = {"renewal", {CDC43_SCEP_RENEWAL_REQ, CDC43_SCEP_INSTALLED, false, true}},
    [CDC43_SCEP_RENEWAL_AS_INITIAL] = {"renewal-as-initial",
                                       {CDC43_SCEP_PKCS_REQ, CDC43_SCEP_INSTALLED, false, true}},
    [CDC43_SCEP_RENEWAL_CHALLENGE] = {"renewal-challenge",
                                      {CDC43_SCEP_RENEWAL_REQ, CDC43_SCEP_INSTALLED, true, true}},
    [CDC43_SCEP_RENEWAL_MIC] = {"renewal-mic",
                                {CDC43_SCEP_RENEWAL_REQ, CDC43_SCEP_MIC, false, true}},
    [CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE] = {"renewal-as-initial-challenge",
                                                 {CDC43_SCEP_PKCS_REQ, CDC43_SCEP_INSTALLED, true,
                                                  true}},
    [CDC43_SCEP_RENEWAL_MIC_AS_INITIAL] = {"renewal-mic-as-initial",
                                           {CDC43_SCEP_PKCS_REQ, CDC43_SCEP_MIC, false, true}},
};

struct cdc43_scep_plan cdc43_scep_plan_of(enum cdc43_scep_method method) {
    return methods[method].plan;
}

const char *cdc43_scep_method_name(enum cdc43_scep_method method) {
    return (size_t)method < CDC43_SCEP_METHOD_COUNT ? methods[method].name : NULL;
}

bool cdc43_scep_parse_number(struct cdc43_view text, unsigned *ret_number) {
    unsigned number = 0;

    if (text.len == 0 || text.len > 2) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = text.data[i] - (unsigned)'0';
        if (digit > 9) {
            return false;
        }
        number = number * 10 + digit;
    }
    *ret_number = number;
    return true;
}

int64_t cdc43_scep_poll_delay(unsigned polls_done) {
    int64_t delay = CDC43_SCEP_POLL_FIRST;

    for (unsigned i = 0; i < polls_done && delay < CDC43_SCEP_POLL_LATER; i++) {
        delay *= 2;
    }
    return delay < CDC43_SCEP_POLL_LATER ? delay : CDC43_SCEP_POLL_LATER;
}

bool cdc43_scep_is_polled_out(const struct cdc43_scep_pending *pending, int64_t now,
                              int64_t not_after) {
    const bool knows_both = now != CDC43_SCEP_NO_CLOCK && pending->since != CDC43_SCEP_NO_CLOCK;
    const int64_t left = not_after - pending->since;
    const int64_t longest =
        left > 0 && left / 2 < CDC43_SCEP_POLL_END ? left / 2 : CDC43_SCEP_POLL_END;

    return pending->polls >= CDC43_SCEP_POLL_MAX || (knows_both && now - pending->since > longest);
}

bool cdc43_scep_is_unanswered(const struct cdc43_scep_fault *fault) {
    static const enum cdc43_scep_err errors[] = {
        CDC43_SCEP_ERR_MEMORY,          CDC43_SCEP_ERR_UNREACHABLE,
        CDC43_SCEP_ERR_TIMEOUT,         CDC43_SCEP_ERR_ANSWER_TOO_LONG,
        CDC43_SCEP_ERR_CUT_SHORT,       CDC43_SCEP_ERR_STOPPED,
        CDC43_SCEP_ERR_NOT_HTTP,        CDC43_SCEP_ERR_REPLY_FORMAT,
        CDC43_SCEP_ERR_REPLY_SIGNATURE, CDC43_SCEP_ERR_REPLY_TRANSACTION,
        CDC43_SCEP_ERR_REPLY_NONCE,
    };
    /* From 500 on it may be a gateway's; below, the server has decided. */
    bool unanswered = fault->err == CDC43_SCEP_ERR_HTTP_REQUEST && fault->number >= 500;

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        unanswered = unanswered || errors[i] == fault->err;
    }
    return unanswered;
}
