/* SPDX-License-Identifier: MIT */
/* cdc43_next on every input, at every place. */
#include "tests/proofs/proof.h"

#define LEN_MAX 400

void next_is_safe(void);

void next_is_safe(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    size_t at = start;
    uint8_t *octets;
    struct cdc43_tlv tlv;
    struct cdc43_tlv before;
    struct cdc43_where where;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && start < len);
    octets = any_octets(len);
    before = tlv;
    err = cdc43_next((struct cdc43_view){octets, len}, &at, &tlv, &where);
    if (err != CDC43_OK) {
        PROVE(err == CDC43_ERR_TRUNCATED || err == CDC43_ERR_OVERRUN);
        PROVE(at == start && tlv.code == before.code && tlv.value.data == before.value.data &&
              tlv.value.len == before.value.len);
        PROVE(where.offset == start && where.suboption == octets[start]);
    } else {
        PROVE(at > start && at <= len && tlv.code == octets[start]);
        PROVE(at - start == tlv.value.len + (tlv.code == 0 || tlv.code == 255 ? 1U : 2U));
        PROVE(tlv.value.data + tlv.value.len == octets + at);
        PROVE(tlv.code != 255 || at == len);
    }
}
