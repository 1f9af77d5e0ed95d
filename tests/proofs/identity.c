/* SPDX-License-Identifier: MIT */
/* cdc43_build_identity on every input. */
#include "tests/proofs/text.h"

#define LEN_MAX 400

void identity_is_safe(void);

void identity_is_safe(void) {
    const size_t mic_len = nondet_size();
    const size_t domain_len = nondet_size();
    const size_t byte = nondet_size();
    struct cdc43_view mic_cn;
    struct cdc43_view domain;
    struct cdc43_identity *const identity = malloc(sizeof *identity);
    struct cdc43_where where;
    uint8_t before;
    enum cdc43_err err;

    ASSUME(identity != NULL && mic_len <= LEN_MAX && domain_len <= LEN_MAX);
    ASSUME(byte < sizeof *identity);
    any_place = SIZE_MAX; /* not asked for here */
    mic_cn = (struct cdc43_view){any_octets(mic_len), mic_len};
    domain = (struct cdc43_view){any_octets(domain_len), domain_len};
    before = ((uint8_t *)identity)[byte];
    err = cdc43_build_identity(mic_cn, domain, identity, &where);
    if (err != CDC43_OK) {
        PROVE(((uint8_t *)identity)[byte] == before);
        PROVE(err == CDC43_ERR_MIC_COMMON_NAME || err == CDC43_ERR_DOMAIN ||
              err == CDC43_ERR_COMMON_NAME_TOO_LONG);
    } else {
        const size_t len = identity->len;
        PROVE(len >= mic_len && len <= CDC43_COMMON_NAME_MAX && mic_len != 0);
        PROVE(identity->common_name[len] == '\0' && identity->user_id[len] == '\0');
        PROVE(len == mic_len ||
              (identity->common_name[mic_len] == '.' && identity->user_id[mic_len] == '@'));
    }
}
