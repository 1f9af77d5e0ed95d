/* SPDX-License-Identifier: MIT */
/* Requirements of files: what form they have, and whether all of them was read. */
#include <string.h>

#include "phone-side/certificates/checks.h"

static const char *form_of(const struct cdc43_cert_file *file) {
    static const char *const words[] = {
        [CDC43_CERT_PEM] = "PEM",
        [CDC43_CERT_DER] = "DER",
        [CDC43_CERT_PKCS7] = "PKCS#7",
        [CDC43_CERT_PKCS12] = "PKCS#12",
        [CDC43_CERT_XML] = "XML",
        [CDC43_CERT_SENT] = "sent by a server",
        [CDC43_CERT_UNKNOWN] = "in no known form",
    };

    return words[file->form];
}

/* Names of files are cut for a message. */
#define FILE_WORDS "%.120s"

void cdc43_cert_check_readable(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        if (file->form == CDC43_CERT_UNKNOWN) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": this is neither PEM, DER, PKCS#7 nor PKCS#12", file->name);
        } else if (file->damaged != 0) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": block %u is damaged", file->name,
                           file->damaged);
        }
        if (file->strange != 0) {
            cdc43_cert_unsure(on, CDC43_CERT_NONE,
                              FILE_WORDS ": block %u (%s) is not a certificate or key; it was not "
                                         "looked at",
                              file->name, file->strange, file->label);
        }
        if (file->wrong_line != 0) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": this XML cannot be read: line %lu: %s", file->name,
                           file->wrong_line, file->wrong);
        }
        if (file->bare != 0) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": %u <certificate> without the lines BEGIN CERTIFICATE and "
                                      "END CERTIFICATE, which the phone needs",
                           file->name, file->bare);
        }
        if (file->unparsed) {
            cdc43_cert_unsure(on, CDC43_CERT_NONE,
                              FILE_WORDS ": of the XML only the PEM blocks were looked at",
                              file->name);
        }
    }
}

void cdc43_cert_check_opened(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        if (file->too_many_rounds) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": it was not opened: its password takes more than %d rounds",
                           file->name, CDC43_CERT_ROUNDS);
        } else if (file->form == CDC43_CERT_PKCS12 && !file->opened) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": it cannot be opened with this password%s", file->name,
                           file->has_mac ? ""
                                         : ", or it is damaged: it has no MAC that would tell");
        }
    }
}

void cdc43_cert_check_present(struct cdc43_cert_case *on) {
    bool has_links = false;

    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        has_links = has_links || on->bundle->file[i].links != 0;
    }
    if (on->bundle->count == 0 && has_links) {
        cdc43_cert_unsure(on, CDC43_CERT_NONE,
                          "there are only links: check the certificates that are there");
    } else if (on->bundle->count == 0) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "no readable certificate found");
    }
}

/* A phone that fetches a certificate by plain http trusts anyone who is on the way. */
void cdc43_cert_check_links(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        for (unsigned k = 0; k < file->links && k < CDC43_CERT_LINKS; k++) {
            if (cdc43_cert_begins(file->link[k], "https://")) {
                cdc43_cert_unsure(on, CDC43_CERT_NONE,
                                  FILE_WORDS ": what is at %s was not looked at", file->name,
                                  file->link[k]);
            } else {
                cdc43_cert_bad(on, CDC43_CERT_NONE,
                               FILE_WORDS ": the link is %s, where nothing was looked at",
                               file->name, file->link[k]);
            }
        }
        if (file->links > CDC43_CERT_LINKS) {
            cdc43_cert_unsure(on, CDC43_CERT_NONE, FILE_WORDS ": and there are %u more links",
                              file->name, file->links - CDC43_CERT_LINKS);
        }
    }
}

void cdc43_cert_check_pem_or_der(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        const bool is_xml =
            file->form == CDC43_CERT_XML && on->question->device != CDC43_CERT_FOR_SNOM;
        if (file->form == CDC43_CERT_PKCS7 || file->form == CDC43_CERT_PKCS12 || is_xml) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": it is %s", file->name, form_of(file));
        }
    }
}

void cdc43_cert_check_pem(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count && !cdc43_cert_is_sent(on->bundle); i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        if (file->form != CDC43_CERT_PEM && file->form != CDC43_CERT_UNKNOWN) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": it is %s", file->name, form_of(file));
        } else if (file->utf16 || file->byte_order_mark) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": the text %s", file->name,
                           file->utf16 ? "is UTF-16" : "begins with a byte order mark");
        }
    }
}

void cdc43_cert_check_p12(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;
    const struct cdc43_cert_file *const file = &bundle->file[0];

    if (bundle->file_count != 1) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "there are %u files", bundle->file_count);
    }
    if (file->form != CDC43_CERT_PKCS12) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": it is %s", file->name, form_of(file));
    } else if (file->opened && (bundle->count == 0 || bundle->key_count == 0)) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, FILE_WORDS ": there is no %s in it", file->name,
                       bundle->count == 0 ? "certificate" : "private key");
    }
}

/* RC2, RC4 and DES: OpenSSL 3 needs its legacy provider for the first two; no FIPS module has any.
 */
static bool is_legacy(const char *cipher) {
    return cdc43_cert_has_word(cipher, "RC2") || cdc43_cert_has_word(cipher, "RC4") ||
           cdc43_cert_has_word(cipher, "DES");
}

void cdc43_cert_check_p12_kind(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        const struct cdc43_cert_file *const file = &on->bundle->file[i];
        if (file->form != CDC43_CERT_PKCS12) {
            continue;
        }
        if (!file->has_mac) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": it has no MAC, so a wrong password is not noticed, and "
                                      "many programs refuse it",
                           file->name);
        }
        if (is_legacy(file->cert_cipher) || is_legacy(file->key_cipher)) {
            cdc43_cert_bad(on, CDC43_CERT_NONE,
                           FILE_WORDS ": legacy encryption (certificates %s, key %s): not readable "
                                      "in FIPS Mode, nor by OpenSSL 3 without its legacy provider",
                           file->name, file->cert_cipher[0] != '\0' ? file->cert_cipher : "none",
                           file->key_cipher[0] != '\0' ? file->key_cipher : "none");
        }
    }
}
