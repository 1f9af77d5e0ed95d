/* SPDX-License-Identifier: MIT */
/* busybox udhcpc and dhcpcd: a program that their scripts call; both pass options as hexadecimal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cdc43.h"
#include "text.h"

static int fail(enum cdc43_err err, const struct cdc43_where *where) {
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, where, sentence, sizeof sentence);
    (void)fprintf(stderr, "option 43: %s\n", sentence);
    return EXIT_FAILURE;
}

int main(int argc, char **argv) {
    /* udhcpc -O 43 sets opt43; dhcpcd with "option vendor_encapsulated_options" the other. */
    const char *const udhcpc = getenv("opt43");
    const char *const hex = udhcpc != NULL ? udhcpc : getenv("new_vendor_encapsulated_options");
    const char *const domain = getenv(udhcpc != NULL ? "domain" : "new_domain_name");
    const char *const mic_cn = argc == 2 ? argv[1] : "";
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_params params;
    struct cdc43_identity identity;
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_err err;

    if (hex == NULL) {
        (void)fputs("no option 43\n", stderr);
        return EXIT_FAILURE;
    }
    err = cdc43_parse_hex(hex, strlen(hex), octets, sizeof octets, &len, &where);
    if (err == CDC43_OK) {
        err = len > sizeof octets
                  ? CDC43_ERR_TOO_LONG
                  : cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, &params, &where);
    }
    if (err == CDC43_OK) { /* it may be another vendor's */
        err = cdc43_check_complete(&cdc43_phone, &params, &where);
    }
    if (err == CDC43_OK) {
        err = cdc43_build_identity(
            (struct cdc43_view){(const uint8_t *)mic_cn, strlen(mic_cn)},
            (struct cdc43_view){(const uint8_t *)domain, domain != NULL ? strlen(domain) : 0},
            &identity, &where);
    }
    if (err != CDC43_OK) {
        return fail(err, &where);
    }
    (void)printf("%.*s\n%s\n%s\n", (int)params.server.len, (const char *)params.server.data,
                 identity.common_name, identity.user_id);
    return EXIT_SUCCESS;
}
