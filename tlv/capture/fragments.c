/* SPDX-License-Identifier: MIT */
/* Joins the fragments of IPv4 datagrams (RFC 791 3.2); fragments that overlap with other octets are
 * refused with their datagram, since nobody can say which of them the receiver took. */
#include "tlv/capture/fragments.h"

#include <stdlib.h>
#include <string.h>

#define DATAGRAM_MAX 65536U
#define UNIT 8U /* octets: what offsets count */
#define UNITS (DATAGRAM_MAX / UNIT)

struct datagram {
    bool is_used;
    uint8_t addresses[8];
    unsigned identification;
    unsigned protocol;
    struct cdc43_capture_time time; /* of its first fragment here */
    uint64_t turn;                  /* when it was begun: the smallest makes room */
    size_t len;                     /* of the whole; 0: not known yet */
    size_t reach;                   /* the end of the fragment that reaches furthest */
    size_t units;                   /* that are here */
    uint8_t here[UNITS / 8];        /* a bit for each */
    uint8_t octets[DATAGRAM_MAX];
};

struct cdc43_capture_fragments {
    uint64_t turn;
    struct datagram *datagrams[CDC43_FRAGMENTS_DATAGRAMS_MAX]; /* made when they are needed */
};

enum cdc43_capture_err cdc43_fragments_begin(struct cdc43_capture_fragments **ret_fragments) {
    *ret_fragments = calloc(1, sizeof **ret_fragments);
    return *ret_fragments != NULL ? CDC43_CAPTURE_OK : CDC43_CAPTURE_ERR_MEMORY;
}

uint64_t cdc43_fragments_end(struct cdc43_capture_fragments *fragments) {
    uint64_t count = 0;

    for (size_t i = 0; fragments != NULL && i < CDC43_FRAGMENTS_DATAGRAMS_MAX; i++) {
        struct datagram *const datagram = fragments->datagrams[i];
        if (datagram != NULL) {
            count += datagram->is_used ? 1U : 0U;
            cdc43_wipe(datagram->octets, sizeof datagram->octets);
            free(datagram);
        }
    }
    free(fragments);
    return count;
}

static bool is_too_old(const struct datagram *datagram, struct cdc43_capture_time now) {
    return datagram->time.is_known && now.is_known &&
           now.seconds - datagram->time.seconds > CDC43_FRAGMENTS_SECONDS;
}

static bool is_part_of(const struct datagram *datagram, const struct cdc43_fragment *fragment) {
    return memcmp(datagram->addresses, fragment->addresses, sizeof datagram->addresses) == 0 &&
           datagram->identification == fragment->identification &&
           datagram->protocol == fragment->protocol;
}

/* A place in the table for a datagram that begins with this fragment; NULL without memory. */
static struct datagram *begin(struct cdc43_capture_fragments *fragments, size_t index,
                              const struct cdc43_fragment *fragment, uint64_t *incomplete) {
    struct datagram *datagram = fragments->datagrams[index];

    if (datagram == NULL) {
        datagram = malloc(sizeof *datagram);
        fragments->datagrams[index] = datagram;
    } else if (datagram->is_used) {
        (*incomplete)++;
    }
    if (datagram != NULL) {
        memset(datagram, 0, offsetof(struct datagram, octets));
        datagram->is_used = true;
        memcpy(datagram->addresses, fragment->addresses, sizeof datagram->addresses);
        datagram->identification = fragment->identification;
        datagram->protocol = fragment->protocol;
        datagram->time = fragment->time;
        datagram->turn = ++fragments->turn;
    }
    return datagram;
}

/* The datagram of a fragment, a new one if there is none yet. */
static struct datagram *find(struct cdc43_capture_fragments *fragments,
                             const struct cdc43_fragment *fragment, uint64_t *incomplete) {
    size_t best = 0; /* the place to take: a free one, else that of the oldest */
    uint64_t best_turn = UINT64_MAX;

    for (size_t i = 0; i < CDC43_FRAGMENTS_DATAGRAMS_MAX; i++) {
        struct datagram *const datagram = fragments->datagrams[i];
        uint64_t turn = 0;

        if (datagram != NULL && datagram->is_used && is_too_old(datagram, fragment->time)) {
            datagram->is_used = false;
            (*incomplete)++;
        }
        if (datagram != NULL && datagram->is_used) {
            if (is_part_of(datagram, fragment)) {
                return datagram;
            }
            turn = datagram->turn;
        }
        if (turn < best_turn) {
            best = i;
            best_turn = turn;
        }
    }
    return begin(fragments, best, fragment, incomplete);
}

/* Takes a fragment, or the same one once more. False: it contradicts what is there. */
static bool put(struct datagram *datagram, const struct cdc43_fragment *fragment) {
    const size_t end = fragment->offset + fragment->octets.len;
    const size_t first = fragment->offset / UNIT;
    const size_t last = (end + UNIT - 1) / UNIT;
    size_t already = 0;

    if (end > DATAGRAM_MAX || (!fragment->is_last && fragment->octets.len % UNIT != 0) ||
        fragment->octets.len == 0) {
        return false;
    }
    if ((datagram->len != 0 && end > datagram->len) ||
        (fragment->is_last && end < datagram->reach)) {
        return false;
    }
    for (size_t i = first; i < last; i++) {
        already += (unsigned)(datagram->here[i / 8] >> (i % 8)) & 1U;
    }
    if (already != 0) { /* the same fragment once more, or it overlaps others */
        return already == last - first && memcmp(datagram->octets + fragment->offset,
                                                 fragment->octets.data, fragment->octets.len) == 0;
    }
    for (size_t i = first; i < last; i++) {
        datagram->here[i / 8] = (uint8_t)(datagram->here[i / 8] | 1U << (i % 8));
    }
    memcpy(datagram->octets + fragment->offset, fragment->octets.data, fragment->octets.len);
    datagram->units += last - first;
    datagram->len = fragment->is_last ? end : datagram->len;
    datagram->reach = end > datagram->reach ? end : datagram->reach;
    return true;
}

bool cdc43_fragments_take(struct cdc43_capture_fragments *fragments,
                          const struct cdc43_fragment *fragment, uint64_t *incomplete,
                          struct cdc43_view *ret_octets) {
    struct datagram *const datagram = find(fragments, fragment, incomplete);

    if (datagram == NULL || !put(datagram, fragment)) {
        (*incomplete)++;
        if (datagram != NULL) {
            datagram->is_used = false;
        }
        return false;
    }
    /* No unit lies beyond a known end, so that as many as it has are all of them. */
    if (datagram->len == 0 || datagram->units != (datagram->len + UNIT - 1) / UNIT) {
        return false;
    }
    datagram->is_used = false;
    *ret_octets = (struct cdc43_view){datagram->octets, datagram->len};
    return true;
}
