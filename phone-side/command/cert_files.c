/* SPDX-License-Identifier: MIT */
/* Files of certificates and keys from the command line, and the time at which they are judged. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "phone-side/command/cert_page.h"
#include "phone-side/command/certificate.h"

static bool take_digits(const char **text, size_t count, int *ret_number) {
    int number = 0;

    for (size_t i = 0; i < count; i++) {
        if ((*text)[i] < '0' || (*text)[i] > '9') {
            return false;
        }
        number = 10 * number + ((*text)[i] - '0');
    }
    *text += count;
    *ret_number = number;
    return true;
}

/* Takes numbers of two digits, four for the first, each with its mark after it. */
static bool take_numbers(const char **text, const char *marks, int *const *numbers) {
    for (size_t i = 0; marks[i] != '\0'; i++) {
        if (!take_digits(text, i == 0 && marks[0] == '-' ? 4 : 2, numbers[i]) ||
            **text != (marks[i] == '$' ? '\0' : marks[i])) {
            return false;
        }
        *text += marks[i] == '$' ? 0 : 1;
    }
    return true;
}

int cdc43_phone_cli_take_time(void *target, const char *value) {
    struct tm parts = {.tm_isdst = 0};
    int *const numbers[] = {&parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                            &parts.tm_hour, &parts.tm_min, &parts.tm_sec};
    const bool has_clock = strchr(value, 'T') != NULL;
    const char *at = value;
    const bool good = take_numbers(&at, has_clock ? "--T" : "--$", numbers) &&
                      (!has_clock || take_numbers(&at, "::Z", numbers + 3)) && *at == '\0';

    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    if (!good || parts.tm_year < 70 || parts.tm_mon > 11 || parts.tm_mon < 0 || parts.tm_mday < 1 ||
        parts.tm_mday > 31 || parts.tm_hour > 23 || parts.tm_min > 59 || parts.tm_sec > 60) {
        return cdc43_cli_usage("--at takes a time such as 2026-11-29 or 2026-11-29T05:30:00Z");
    }
    *(int64_t *)target = (int64_t)timegm(&parts);
    return -1;
}

static int fail(const char *path, enum cdc43_cert_err err) {
    switch (err) {
    case CDC43_CERT_OK:
        break;
    case CDC43_CERT_ERR_MEMORY:
        return cdc43_cli_fail("out of memory");
    case CDC43_CERT_ERR_TOO_MANY:
        return cdc43_cli_fail("%s: more than %d certificates or %d private keys", path,
                              CDC43_CERT_MAX, CDC43_CERT_KEYS);
    case CDC43_CERT_ERR_NO_CERTIFICATE:
        return cdc43_cli_fail("%s: no readable certificate found", path);
    }
    return CDC43_EXIT_GOOD;
}

int cdc43_phone_cli_begin_certs(bool fips, struct cdc43_phone_cli_certs **ret_certs) {
    struct cdc43_phone_cli_certs *const certs = calloc(1, sizeof *certs);
    struct cdc43_scep_fault fault;

    if (certs == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    if (!cdc43_cert_open(fips, &certs->reader, &fault)) {
        free(certs);
        return cdc43_phone_cli_fail_scep("OpenSSL", &fault);
    }
    certs->result.bundle = &certs->bundle;
    certs->result.question = &certs->question;
    certs->question.now = CDC43_SCEP_NO_CLOCK;
    certs->question.print_time = cdc43_phone_print_time;
    *ret_certs = certs;
    return CDC43_EXIT_GOOD;
}

void cdc43_phone_cli_end_certs(struct cdc43_phone_cli_certs *certs) {
    if (certs != NULL) {
        cdc43_cert_bundle_end(&certs->bundle);
        cdc43_cert_close(certs->reader);
        free(certs);
    }
}

int cdc43_phone_cli_add_certs(struct cdc43_cert_reader *reader, const char *path, uint8_t *octets,
                              size_t len, const char *password, struct cdc43_cert_bundle *bundle) {
    return fail(path, cdc43_cert_read(reader, path, octets, len, password, bundle));
}

int cdc43_phone_cli_open_certs(struct cdc43_cert_reader *reader, const char *path, uint8_t *octets,
                               size_t len, const char *password_file,
                               struct cdc43_cert_bundle *bundle) {
    size_t password_len = 0;
    char *password = NULL;
    int code = CDC43_EXIT_GOOD;

    if (cdc43_cert_is_p12(reader, (struct cdc43_view){octets, len})) {
        password = cdc43_phone_cli_password(password_file, "Extract password", &password_len);
        code = password != NULL ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD;
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_add_certs(reader, path, octets, len, password, bundle);
    }
    if (password != NULL) {
        cdc43_wipe(password, password_len);
    }
    free(password);
    return code;
}

int cdc43_phone_cli_read_certs(struct cdc43_cert_reader *reader, const char *path,
                               const char *password_file, struct cdc43_cert_bundle *bundle) {
    size_t len = 0;
    uint8_t *const octets = (uint8_t *)cdc43_cli_read(path, CDC43_CERT_FILE_MAX, &len);
    int code = CDC43_EXIT_BAD;

    if (octets != NULL) {
        code = cdc43_phone_cli_open_certs(reader, path, octets, len, password_file, bundle);
        cdc43_wipe(octets, len);
        free(octets);
    }
    return code;
}

int cdc43_phone_cli_trust_certs(struct cdc43_cert_reader *reader, const char *path,
                                struct cdc43_cert_bundle *bundle) {
    size_t len = 0;
    uint8_t *const octets = (uint8_t *)cdc43_cli_read(path, CDC43_CERT_FILE_MAX, &len);
    int code = CDC43_EXIT_BAD;

    if (octets != NULL) {
        code = fail(path, cdc43_cert_trust(reader, octets, len, bundle));
        cdc43_wipe(octets, len);
        free(octets);
    }
    return code;
}
