/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage --for innovaphone-device and innovaphone-ap: the file that is uploaded, and the
 * files of a CA on a card. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phone-side/command/stage.h"

/* The certificate, its issuers up to the root, the key last (S002-17, S003-8 to S003-11). */
static int write_bundle(const struct cdc43_phone_stage *stage,
                        struct cdc43_phone_cli_certs *certs) {
    struct cdc43_scep_blob file = {0};
    const enum cdc43_cert_lack lack = cdc43_cert_write(certs->reader, &certs->result, NULL, &file);
    int code = lack == CDC43_CERT_LACKS_NOTHING ? CDC43_EXIT_GOOD
                                                : cdc43_phone_cli_fail_lack(stage->out, lack);

    if (code == CDC43_EXIT_GOOD) {
        code =
            cdc43_phone_stage_judge(stage->out, cdc43_scep_view(&file), CDC43_CERT_WARNED, certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_write(stage->out, cdc43_scep_view(&file));
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: written; certificates: %u, and the private key: keep it secret\n",
                     stage->out, certs->bundle.count);
    }
    cdc43_scep_blob_end(&file);
    return code;
}

/* The files of S002-20, in the folder CA of the card. */
enum card_file { CARD_CERT, CARD_KEY, CARD_SERIAL };
#define CARD_FILES 3
static const char *const card_names[CARD_FILES] = {
    [CARD_CERT] = "cacert.pem", [CARD_KEY] = "cakey.pem", [CARD_SERIAL] = "serial.txt"};

#define FOLDER_ROOM 1024
#define PATH_ROOM (FOLDER_ROOM + 16)
#define SERIAL_DIGITS (CDC43_SCEP_SERIAL_MAX - 1)
#define SERIAL_ROOM (SERIAL_DIGITS + 3) /* with a leading 0, line end and NUL */

/* What follows the CA's own serial number. False: nothing of that length does. */
static bool make_next(const char *own, char ret_text[SERIAL_ROOM]) {
    static const char digits[] = "0123456789ABCDEF";
    size_t i = strlen(own);

    (void)snprintf(ret_text, SERIAL_ROOM, "%s\n", own);
    while (i != 0) {
        const char *const digit = strchr(digits, ret_text[--i]);
        if (digit != NULL && *digit != 'F') {
            ret_text[i] = digit[1];
            return true;
        }
        ret_text[i] = '0';
    }
    return false;
}

/* The serial number of the next certificate: an even number of digits, and a line end. Exit code.
 */
static int print_serial(const struct cdc43_phone_stage *stage, const char *own,
                        char ret_text[SERIAL_ROOM]) {
    const size_t len = stage->serial != NULL ? strlen(stage->serial) : 0;

    if (stage->serial == NULL) {
        if (!make_next(own, ret_text)) {
            return cdc43_cli_fail("specify --serial: no number follows that of the CA");
        }
    } else if (len == 0 || len > SERIAL_DIGITS ||
               strspn(stage->serial, "0123456789ABCDEFabcdef") != len) {
        return cdc43_cli_usage("--serial takes 1 to %d hexadecimal digits", SERIAL_DIGITS);
    } else {
        (void)snprintf(ret_text, SERIAL_ROOM, "%s%.*s\n", len % 2 != 0 ? "0" : "", SERIAL_DIGITS,
                       stage->serial);
    }
    return CDC43_EXIT_GOOD;
}

static void print_path(const char *folder, unsigned file, char ret_path[PATH_ROOM]) {
    (void)snprintf(ret_path, PATH_ROOM, "%s/%s", folder, card_names[file]);
}

/* All three or none. */
static int write_card(const char *folder, const struct cdc43_view octets[CARD_FILES]) {
    char path[PATH_ROOM];
    int code = CDC43_EXIT_GOOD;
    unsigned count = 0;

    if (mkdir(folder, S_IRWXU) != 0) {
        return cdc43_cli_fail("%s was not made: %s", folder, strerror(errno));
    }
    while (count < CARD_FILES && code == CDC43_EXIT_GOOD) {
        print_path(folder, count, path);
        code = cdc43_phone_stage_write(path, octets[count]);
        count += code == CDC43_EXIT_GOOD ? 1 : 0;
    }
    while (code != CDC43_EXIT_GOOD && count != 0) {
        print_path(folder, --count, path);
        (void)unlink(path);
    }
    if (code != CDC43_EXIT_GOOD) {
        (void)rmdir(folder);
    }
    return code;
}

/* It must be a CA, and one that the device can use. */
static int judge_ca(const char *folder, const struct cdc43_scep_blob *cert,
                    const struct cdc43_scep_blob *key, struct cdc43_phone_cli_certs *certs) {
    const struct cdc43_cert *const ca = &certs->bundle.cert[0];
    struct cdc43_scep_blob both = {0};
    int code =
        cdc43_phone_stage_join(cdc43_scep_view(cert), cdc43_scep_view(key), &both)
            ? cdc43_phone_stage_judge(folder, cdc43_scep_view(&both), CDC43_CERT_REFUSED, certs)
            : cdc43_cli_fail("out of memory");

    cdc43_scep_blob_end(&both);
    if (code == CDC43_EXIT_GOOD &&
        (!ca->is_ca || (ca->has_usage && (ca->usage & CDC43_CERT_ISSUES) == 0))) {
        code =
            cdc43_cli_fail("%s was not made: %s is not the name of a CA", folder, ca->info.subject);
    }
    return code;
}

static int make_card(const struct cdc43_phone_stage *stage, struct cdc43_phone_cli_certs *certs) {
    char folder[FOLDER_ROOM];
    char serial[SERIAL_ROOM] = "";
    struct cdc43_scep_blob cert = {0};
    struct cdc43_scep_blob key = {0};
    const enum cdc43_cert_lack lack =
        cdc43_cert_write_root(certs->reader, &certs->result, &cert, &key);
    const int len = snprintf(folder, sizeof folder, "%s/CA", stage->card);
    int code = CDC43_EXIT_GOOD;

    if (len < 0 || (size_t)len >= sizeof folder) {
        code = cdc43_cli_fail("the name of the card's folder is too long");
    } else if (lack != CDC43_CERT_LACKS_NOTHING) {
        code = cdc43_phone_cli_fail_lack(folder, lack);
    } else {
        code = judge_ca(folder, &cert, &key, certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = print_serial(stage, certs->bundle.cert[0].info.serial, serial);
    }
    if (code == CDC43_EXIT_GOOD) {
        const struct cdc43_view octets[CARD_FILES] = {
            [CARD_CERT] = cdc43_scep_view(&cert),
            [CARD_KEY] = cdc43_scep_view(&key),
            [CARD_SERIAL] = {(const uint8_t *)serial, strlen(serial)}};
        code = write_card(folder, octets);
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: made; its private key can issue certificates: keep the card safe\n",
                     folder);
    }
    cdc43_scep_blob_end(&cert);
    cdc43_scep_blob_end(&key);
    return code;
}

/* What goes together. Exit code. */
static int check_options(const struct cdc43_phone_stage *stage) {
    if ((stage->out == NULL) == (stage->card == NULL)) {
        return stage->device == CDC43_CERT_FOR_BOX ? cdc43_cli_usage("specify --out or --card")
                                                   : cdc43_cli_usage("--out is missing");
    }
    if (stage->card == NULL && stage->serial != NULL) {
        return cdc43_cli_usage("--serial needs --card");
    }
    if (stage->card != NULL && stage->host != NULL) {
        return cdc43_cli_usage("--host is not for --card: a CA is not reached");
    }
    return stage->file_count == 0 ? cdc43_cli_usage("FILE is missing") : CDC43_EXIT_GOOD;
}

int cdc43_phone_stage_box(const struct cdc43_phone_stage *stage) {
    struct cdc43_phone_cli_certs *certs = NULL;
    int code = check_options(stage);

    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_open(stage, &certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        certs->question.host = stage->host;
        code = cdc43_phone_stage_read(stage, stage->file, stage->file_count, certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = stage->card != NULL ? make_card(stage, certs) : write_bundle(stage, certs);
    }
    cdc43_phone_cli_end_certs(certs);
    return code;
}
