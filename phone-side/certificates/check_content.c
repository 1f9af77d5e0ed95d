/* SPDX-License-Identifier: MIT */
/* Requirements of what certificates are made of: keys, signatures, extensions, usage, validity. */
#include <stdio.h>
#include <string.h>

#include "phone-side/certificates/checks.h"

#define FOR_PATH(on, at, cert)                                                                     \
    for (unsigned at = 0; at < (on)->path_count; at++)                                             \
        for (const struct cdc43_cert *cert = &(on)->bundle->cert[(on)->path[at]]; cert != NULL;    \
             cert = NULL)

static const char *type_word(enum cdc43_cert_key_type type) {
    static const char *const words[] = {[CDC43_CERT_RSA] = "RSA",
                                        [CDC43_CERT_RSA_PSS] = "RSA-PSS",
                                        [CDC43_CERT_EC] = "an elliptic curve",
                                        [CDC43_CERT_OTHER_KEY] = "of another kind"};
    return words[type];
}

void cdc43_cert_check_version(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        if (cert->version < 1 || cert->version > 3) {
            cdc43_cert_bad(on, (int)on->path[i], "it says that it has version %d", cert->version);
        }
    }
}

/* Is the first word of a list one of those that innovaphone knows? */
static bool is_supported(const char *word, size_t len) {
    static const char *const known[] = {"basicConstraints",     "keyUsage",
                                        "extendedKeyUsage",     "subjectAltName",
                                        "subjectKeyIdentifier", "authorityKeyIdentifier"};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == len && memcmp(known[i], word, len) == 0) {
            return true;
        }
    }
    return false;
}

void cdc43_cert_check_critical(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        for (const char *word = cert->critical; *word != '\0'; word += strcspn(word, " ") + 1) {
            const int len = (int)strcspn(word, " ");
            if (!is_supported(word, (size_t)len)) {
                cdc43_cert_bad(on, (int)on->path[i], "the extension %.*s is critical", len, word);
            }
        }
    }
}

void cdc43_cert_check_known_critical(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        if (cert->has_unknown) {
            cdc43_cert_bad(on, (int)on->path[i], "one of these is not known: %s", cert->critical);
        }
    }
}

/* The signature of a root proves nothing, and nobody looks at it. */
static bool is_root(const struct cdc43_cert_case *on, unsigned at) {
    return on->is_rooted && at + 1 == on->path_count && at > 0;
}

void cdc43_cert_check_rsa_signature(struct cdc43_cert_case *on) {
    static const char *const known[] = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"};
    static const char rest[] = "WithRSAEncryption";

    FOR_PATH(on, i, cert) {
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            const size_t len = strlen(known[k]);
            found = found || (strncmp(cert->signature, known[k], len) == 0 &&
                              strcmp(cert->signature + len, rest) == 0);
        }
        if (!found) {
            cdc43_cert_bad(on, (int)on->path[i], "its signature is %s", cert->signature);
        }
    }
}

void cdc43_cert_check_rsa_sizes(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        if (cert->key_type != CDC43_CERT_RSA) {
            cdc43_cert_bad(on, (int)on->path[i], "its key is %s", type_word(cert->key_type));
        } else if (cert->key_bits != 1024 && cert->key_bits != 2048 && cert->key_bits != 4096) {
            cdc43_cert_bad(on, (int)on->path[i], "its key has %u bits", cert->key_bits);
        }
    }
}

void cdc43_cert_check_at_most_2048(struct cdc43_cert_case *on) {
    if (on->path_count != 0 && cdc43_cert_itself(on)->key_bits > 2048) {
        cdc43_cert_bad(on, (int)on->path[0], "its key has %u bits",
                       cdc43_cert_itself(on)->key_bits);
    }
}

void cdc43_cert_check_not_slow(struct cdc43_cert_case *on) {
    if (on->path_count != 0 && cdc43_cert_itself(on)->key_bits >= 4096) {
        cdc43_cert_bad(on, (int)on->path[0], "its key has %u bits: 36 times the work of 1024",
                       cdc43_cert_itself(on)->key_bits);
    }
}

void cdc43_cert_check_sha256(struct cdc43_cert_case *on) {
    const struct cdc43_cert *const cert = on->path_count != 0 ? cdc43_cert_itself(on) : NULL;

    if (cert != NULL && strcmp(cert->signature, "sha256WithRSAEncryption") != 0 &&
        strcmp(cert->signature, "sha224WithRSAEncryption") != 0) {
        cdc43_cert_bad(on, (int)on->path[0], "its signature is %s", cert->signature);
    }
}

void cdc43_cert_check_strong_enough(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        const bool is_rsa =
            cert->key_type == CDC43_CERT_RSA || cert->key_type == CDC43_CERT_RSA_PSS;
        if (is_rsa && cert->key_bits < 1024) {
            cdc43_cert_bad(on, (int)on->path[i], "its RSA key has %u bits", cert->key_bits);
        }
        if (!is_root(on, i) && cdc43_cert_has_word(cert->signature, "MD5")) {
            cdc43_cert_bad(on, (int)on->path[i], "its signature is %s", cert->signature);
        }
        if (cert->key_type == CDC43_CERT_OTHER_KEY) {
            cdc43_cert_unsure(on, (int)on->path[i],
                              "how strong its key is, of a kind that is not "
                              "known here");
        }
    }
}

void cdc43_cert_check_strong(struct cdc43_cert_case *on) {
    FOR_PATH(on, i, cert) {
        const bool is_rsa =
            cert->key_type == CDC43_CERT_RSA || cert->key_type == CDC43_CERT_RSA_PSS;
        if (is_rsa && cert->key_bits >= 1024 && cert->key_bits < 2048) {
            cdc43_cert_bad(on, (int)on->path[i], "its RSA key has %u bits", cert->key_bits);
        }
        if (!is_root(on, i) && cdc43_cert_has_word(cert->signature, "SHA1")) {
            cdc43_cert_bad(on, (int)on->path[i], "its signature is %s", cert->signature);
        }
    }
}

static bool may(const struct cdc43_cert *cert, unsigned purpose) {
    return !cert->has_purpose || (cert->purpose & (purpose | CDC43_CERT_ANY_PURPOSE)) != 0;
}

void cdc43_cert_check_both_usages(struct cdc43_cert_case *on) {
    const struct cdc43_cert *const cert = on->path_count != 0 ? cdc43_cert_itself(on) : NULL;
    bool signs = true;
    bool enciphers = true;

    if (cert == NULL) {
        return;
    }
    signs = !cert->has_usage || (cert->usage & CDC43_CERT_SIGNS) != 0;
    enciphers = !cert->has_usage || (cert->usage & CDC43_CERT_ENCIPHERS) != 0;
    if (!signs || !enciphers || !may(cert, CDC43_CERT_SERVER) || !may(cert, CDC43_CERT_CLIENT)) {
        cdc43_cert_bad(on, (int)on->path[0], "it lacks%s%s%s%s", signs ? "" : " digitalSignature",
                       enciphers ? "" : " keyEncipherment",
                       may(cert, CDC43_CERT_SERVER) ? "" : " serverAuth",
                       may(cert, CDC43_CERT_CLIENT) ? "" : " clientAuth");
    }
}

void cdc43_cert_check_for_servers(struct cdc43_cert_case *on) {
    if (on->path_count != 0 && !may(cdc43_cert_itself(on), CDC43_CERT_SERVER)) {
        cdc43_cert_bad(on, (int)on->path[0], "its extKeyUsage lacks serverAuth");
    }
}

void cdc43_cert_check_sent_by_server(struct cdc43_cert_case *on) {
    if (cdc43_cert_is_sent(on->bundle)) {
        cdc43_cert_check_for_servers(on);
    }
}

void cdc43_cert_check_for_clients(struct cdc43_cert_case *on) {
    const struct cdc43_cert *const cert = on->path_count != 0 ? cdc43_cert_itself(on) : NULL;

    if (cert != NULL && cert->is_ca) {
        cdc43_cert_bad(on, (int)on->path[0], "it is the certificate of a CA");
    }
    if (cert != NULL && !may(cert, CDC43_CERT_CLIENT)) {
        cdc43_cert_bad(on, (int)on->path[0], "its extKeyUsage lacks clientAuth%s",
                       may(cert, CDC43_CERT_SERVER) ? ": it is for servers" : "");
    }
    if (cert != NULL && cert->has_usage && (cert->usage & CDC43_CERT_SIGNS) == 0) {
        cdc43_cert_bad(on, (int)on->path[0], "its keyUsage lacks digitalSignature");
    }
}

void cdc43_cert_check_valid(struct cdc43_cert_case *on) {
    const int64_t now = on->question->now;
    char text[32];

    if (now == CDC43_SCEP_NO_CLOCK) {
        cdc43_cert_unsure(on, CDC43_CERT_NONE, "the time is not known here: give it with --at");
        return;
    }
    FOR_PATH(on, i, cert) {
        if (now < cert->info.not_before) {
            on->question->print_time(cert->info.not_before, text);
            cdc43_cert_bad(on, (int)on->path[i],
                           "it is not valid before %s; if that is past, the clock is wrong", text);
        } else if (now > cert->info.not_after) {
            on->question->print_time(cert->info.not_after, text);
            cdc43_cert_bad(on, (int)on->path[i],
                           "it expired at %s; if that is to come, the clock is wrong", text);
        }
    }
}
