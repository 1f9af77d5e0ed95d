/* SPDX-License-Identifier: MIT */
/* The texts of the SCEP client: what a CA says that it can do, URLs, numbers, PEM, and what is
 * stored over restarts. */
#include <string.h>

#include "phone-side/scep/base64.h"
#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/next_ca.h"
#include "phone-side/scep/pending.h"
#include "phone-side/scep/protocol.h"
#include "tests/fuzz/fuzz.h"
#include "tlv/text.h"

static void read_stored(struct cdc43_view octets) {
    struct cdc43_scep_pending pending = {0};
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_scep_life life;

    if (cdc43_scep_parse_next_ca(octets, &next)) {
        LAW(cdc43_digest_name(next.digest_len) != NULL && next.root.len != 0);
        cdc43_scep_next_ca_end(&next);
    }
    if (cdc43_scep_parse_pending(octets, &pending)) {
        LAW(pending.key.len != 0 && pending.signer.len != 0);
        cdc43_scep_pending_end(&pending);
    }
    if (cdc43_scep_parse_life(octets, &life)) {
        char text[CDC43_SCEP_LIFE_MAX];
        struct cdc43_scep_life again;
        const size_t len = cdc43_scep_print_life(&life, text);
        LAW(len < sizeof text);
        LAW(cdc43_scep_parse_life((struct cdc43_view){(const uint8_t *)text, len}, &again));
    }
}

static void read_pem(struct cdc43_view octets) {
    uint8_t *const block = malloc(octets.len + 1);
    size_t at = 0;
    size_t len = 0;

    LAW(block != NULL);
    while (cdc43_pem_next(octets, "CERTIFICATE", &at, block, &len)) {
        LAW(at <= octets.len && len < octets.len);
    }
    free(block);
}

static void read_url(struct cdc43_view octets) {
    char url[CDC43_SCEP_URL_MAX];
    struct cdc43_scep_fault fault = {0};

    if (cdc43_scep_build_url(octets, CDC43_SCEP_PKI_OPERATION, url, &fault)) {
        LAW(strncmp(url, "http://", 7) == 0 && strlen(url) < sizeof url);
        LAW(strstr(url, "operation=PKIOperation") != NULL);
    } else {
        LAW(fault.err == CDC43_SCEP_ERR_SERVER);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct cdc43_view octets = {data, size};
    unsigned number = 0;

    LAW(cdc43_scep_parse_capabilities(octets) < 1U << 9);
    if (cdc43_scep_parse_number(octets, &number)) {
        LAW(number < 100 && size <= 2);
    }
    read_stored(octets);
    read_pem(octets);
    read_url(octets);
    return 0;
}
