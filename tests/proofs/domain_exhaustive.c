/* SPDX-License-Identifier: MIT */
/* Every short domain, and long ones around the limits: Common Name and User ID, or which error. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/proofs/name_grammar.h"
#include "tlv/cdc43.h"

#define DOMAIN_MAX 80

static const uint8_t mic_cn[] = "CP-9871-SEP001A2B3C4D5E-with-some-more-behind-it-for-the-limits!";
static uint8_t domain[DOMAIN_MAX];
static uint64_t asked;
static uint64_t accepted;

/* What is left of the domain: NULs at its end do not count, and then not one dot. */
static size_t left_of(size_t len) {
    while (len != 0 && domain[len - 1] == 0) {
        len--;
    }
    return len != 0 && domain[len - 1] == '.' ? len - 1 : len;
}

static bool is_pair(const char *name, char joint, size_t mic_len, size_t len) {
    return memcmp(name, mic_cn, mic_len) == 0 && name[mic_len] == (len != 0 ? joint : '\0') &&
           (len == 0 ||
            (memcmp(name + mic_len + 1, domain, len) == 0 && name[mic_len + 1 + len] == '\0'));
}

/* With the first mic_len octets of the manufacturing name and the first len of the domain. */
static bool is_right(size_t mic_len, size_t len) {
    const struct cdc43_view mic = {mic_cn, mic_len};
    struct cdc43_identity identity = {0};
    struct cdc43_where where = {0};
    const enum cdc43_err err =
        cdc43_build_identity(mic, (struct cdc43_view){domain, len}, &identity, &where);
    const size_t left = left_of(len);
    const size_t total = left == 0 ? mic_len : mic_len + 1 + left;
    size_t stop = 0;

    asked++;
    if (left != 0 && !grammar_is_name(domain, left, &stop)) {
        return err == CDC43_ERR_DOMAIN && where.offset == stop && where.excess == 0;
    }
    if (total > CDC43_COMMON_NAME_MAX) {
        return err == CDC43_ERR_COMMON_NAME_TOO_LONG && where.offset == 0 &&
               where.excess == total - CDC43_COMMON_NAME_MAX;
    }
    accepted++;
    return err == CDC43_OK && identity.len == total &&
           is_pair(identity.common_name, '.', mic_len, left) &&
           is_pair(identity.user_id, '@', mic_len, left);
}

static bool told(bool right, size_t len) {
    if (!right) {
        printf("wrong: domain ");
        for (size_t i = 0; i < len; i++) {
            printf("%02x", domain[i]);
        }
        printf("\n");
    }
    return right;
}

/* Every domain that goes on with up to so many more octets of the set. */
static bool every(const char *set, size_t count, size_t len, size_t more) {
    if (!told(is_right(23, len), len)) {
        return false;
    }
    for (size_t i = 0; more != 0 && i < count; i++) {
        domain[len] = (uint8_t)set[i];
        if (!every(set, count, len + 1, more - 1)) {
            return false;
        }
    }
    return true;
}

/* Two labels with the dot at each place, and each octet in front of it, at its place and behind it.
 */
static bool around_dots(size_t mic_len, size_t len) {
    for (size_t dot = 0; dot < len; dot++) {
        for (size_t place = dot == 0 ? 0 : dot - 1; place <= dot + 1 && place < len; place++) {
            for (size_t octet = 0; octet < 256; octet++) {
                memset(domain, 'a', len);
                domain[dot] = '.';
                domain[place] = (uint8_t)octet;
                if (!told(is_right(mic_len, len), len)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Every length of the domain with every length of the manufacturing name. */
static bool around_limits(void) {
    for (size_t len = 0; len < DOMAIN_MAX; len++) {
        for (size_t mic_len = 1; mic_len <= CDC43_COMMON_NAME_MAX; mic_len++) {
            memset(domain, 'a', len);
            if (!told(is_right(mic_len, len), len) ||
                (mic_len % 21 == 1 && !around_dots(mic_len, len))) {
                return false;
            }
        }
    }
    return true;
}

int main(void) {
    static const char kinds[] = "aZ0_-.@/ \x7f\x80\x00";
    static const char names[] = "a-.\x00";
    const bool good = every(kinds, sizeof kinds - 1, 0, 6) &&
                      every(names, sizeof names - 1, 0, 10) && around_limits();

    printf("%" PRIu64 " domains, %" PRIu64 " accepted\n", asked, accepted);
    return good && accepted != 0 && accepted != asked ? 0 : 1;
}
