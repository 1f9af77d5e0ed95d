/* SPDX-License-Identifier: MIT */
/* cdc43_build_mic_cn on every input. */
#include "tests/proofs/proof.h"

#define LEN_MAX 400

void mic_cn_is_safe(void);

static struct cdc43_view any_view(void) {
    const size_t len = nondet_size();

    ASSUME(len <= LEN_MAX);
    return (struct cdc43_view){any_octets(len), len};
}

void mic_cn_is_safe(void) {
    const struct cdc43_view model = any_view();
    uint8_t mac[6];
    const size_t byte = nondet_size();
    char *const name = (char *)any_octets(CDC43_COMMON_NAME_MAX + 1);
    struct cdc43_where where;
    size_t len = nondet_size();
    const size_t len_before = len;
    char before;
    enum cdc43_err err;

    ASSUME(byte <= CDC43_COMMON_NAME_MAX);
    before = name[byte];
    err = cdc43_build_mic_cn(model, mac, name, &len, &where);
    if (err != CDC43_OK) {
        PROVE(name[byte] == before && len == len_before);
    } else {
        PROVE(len >= 20 && len <= 64 && name[len] == '\0');
    }
}
