/* SPDX-License-Identifier: MIT */
/* The forms that people type: hexadecimal, fingerprints, words, MAC addresses, models, sentences.
 */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tlv/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *const text = (const char *)data;
    uint8_t octets[64];
    uint8_t again[64];
    char hex[2 * sizeof octets + 1];
    char sentence[CDC43_SENTENCE_MAX];
    char name[CDC43_COMMON_NAME_MAX + 1];
    uint8_t mac[6];
    struct cdc43_where where = {0};
    size_t len = 0;
    size_t again_len = 0;

    if (cdc43_parse_hex(text, size, octets, sizeof octets, &len, &where) == CDC43_OK &&
        len <= sizeof octets) {
        cdc43_print_hex((struct cdc43_view){octets, len}, hex);
        LAW(strlen(hex) == 2 * len);
        LAW(cdc43_parse_hex(hex, 2 * len, again, sizeof again, &again_len, &where) == CDC43_OK);
        LAW(again_len == len && memcmp(octets, again, len) == 0);
    }
    if (cdc43_parse_fingerprint(text, size, octets, &len, &where) == CDC43_OK) {
        LAW(cdc43_digest_name(len) != NULL);
    }
    if (cdc43_parse_mac(text, size, mac, &where) == CDC43_OK &&
        cdc43_build_mic_cn((struct cdc43_view){data, size}, mac, name, &len, &where) == CDC43_OK) {
        LAW(strlen(name) == len);
    }
    memset(mac, 0xab, sizeof mac);
    if (cdc43_build_mic_cn((struct cdc43_view){data, size}, mac, name, &len, &where) == CDC43_OK) {
        LAW(strlen(name) == len && len <= CDC43_COMMON_NAME_MAX);
    }
    if (size > sizeof where) {
        memcpy(&where, data, sizeof where);
        where.suboption = data[0];
        where.place = data[size - 2] % 5;
        cdc43_print_error((enum cdc43_err)data[size - 1], &where, sentence,
                          1U + data[size - 1] % sizeof sentence);
        LAW(strlen(sentence) < sizeof sentence);
    }
    return 0;
}
