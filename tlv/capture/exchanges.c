/* SPDX-License-Identifier: MIT */
/* Puts DHCP messages together to exchanges, in a table of fixed size. */
#include "tlv/capture/exchanges.h"

#include <stdlib.h>
#include <string.h>

#include "tlv/capture/octets.h"

/* The fixed part of a message, RFC 2131 2. */
#define AT_OP 0U
#define AT_HARDWARE_LEN 2U
#define AT_HOPS 3U
#define AT_XID 4U
#define AT_CIADDR 12U
#define AT_GIADDR 24U
#define AT_CHADDR 28U
#define AT_SNAME 44U
#define AT_COOKIE 236U
#define AT_OPTIONS 240U
#define CHADDR_LEN 16U
#define OP_REPLY 2U
#define OPTION_TYPE 53U
#define OPTION_RELAY 82U

#define BUCKETS 8192U
#define NONE UINT16_MAX

/* The exchanges are in two lists, by their last message: the first of each is over first. */
enum list { OPEN, ANSWERED, LISTS };

struct slot {
    struct cdc43_capture_exchange exchange;
    struct cdc43_capture_time last; /* when its last message came */
    enum list list;
    uint16_t before; /* in its list */
    uint16_t after;
    uint16_t next; /* of the same bucket, or of the free ones */
};

struct cdc43_capture_table {
    size_t octets; /* of all messages */
    uint16_t free; /* slots that were given back */
    uint16_t used; /* slots that were ever taken: memory is touched as it is needed */
    uint16_t first[LISTS];
    uint16_t last[LISTS];
    uint16_t buckets[BUCKETS];
    struct slot slots[CDC43_CAPTURE_EXCHANGES_MAX];
};

enum cdc43_capture_err cdc43_capture_exchanges_begin(struct cdc43_capture_exchanges *ret_exchanges,
                                                     cdc43_capture_take_exchange *take,
                                                     void *context) {
    struct cdc43_capture_table *const table = calloc(1, sizeof *table);

    *ret_exchanges =
        (struct cdc43_capture_exchanges){.take = take, .context = context, .table = table};
    if (table == NULL) {
        return CDC43_CAPTURE_ERR_MEMORY;
    }
    for (size_t i = 0; i < LISTS; i++) {
        table->first[i] = NONE;
        table->last[i] = NONE;
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        table->buckets[i] = NONE;
    }
    table->free = NONE;
    return CDC43_CAPTURE_OK;
}

/* FNV-1a over the transaction number and the hardware address. */
static uint16_t *bucket_of(struct cdc43_capture_table *table, uint32_t xid,
                           const uint8_t chaddr[CHADDR_LEN]) {
    uint32_t hash = 2166136261U ^ xid;

    hash *= 16777619U;
    for (size_t i = 0; i < CHADDR_LEN; i++) {
        hash = (hash ^ chaddr[i]) * 16777619U;
    }
    return &table->buckets[(hash ^ hash >> 16) % BUCKETS];
}

static void enlist(struct cdc43_capture_table *table, uint16_t index, enum list list) {
    struct slot *const slot = &table->slots[index];

    slot->list = list;
    slot->before = table->last[list];
    slot->after = NONE;
    if (slot->before != NONE) {
        table->slots[slot->before].after = index;
    } else {
        table->first[list] = index;
    }
    table->last[list] = index;
}

static void unlist(struct cdc43_capture_table *table, uint16_t index) {
    const struct slot *const slot = &table->slots[index];

    if (slot->before != NONE) {
        table->slots[slot->before].after = slot->after;
    } else {
        table->first[slot->list] = slot->after;
    }
    if (slot->after != NONE) {
        table->slots[slot->after].before = slot->before;
    } else {
        table->last[slot->list] = slot->before;
    }
}

/* The octets of a message are ours: the copy that keep made. */
static void forget(struct cdc43_capture_message *message) {
    struct cdc43_view *const octets = &message->datagram.octets;
    union {
        const uint8_t *kept;
        void *ours;
    } copy = {octets->data};

    cdc43_wipe(copy.ours, octets->len);
    free(copy.ours);
    *octets = (struct cdc43_view){NULL, 0};
}

/* The exchange is over: hands it over, and frees its place. */
static void finish(struct cdc43_capture_exchanges *exchanges, uint16_t index, bool hand_over) {
    struct cdc43_capture_table *const table = exchanges->table;
    struct slot *const slot = &table->slots[index];
    struct cdc43_capture_exchange *const exchange = &slot->exchange;
    uint16_t *link = bucket_of(table, exchange->xid, exchange->chaddr);

    while (*link != index) {
        link = &table->slots[*link].next;
    }
    *link = slot->next;
    unlist(table, index);
    if (hand_over) {
        exchanges->over++;
        exchanges->take(exchanges->context, exchange);
    }
    for (size_t i = 0; i < exchange->count; i++) {
        table->octets -= exchange->messages[i].datagram.octets.len;
        forget(&exchange->messages[i]);
    }
    exchange->count = 0;
    slot->next = table->free;
    table->free = index;
}

void cdc43_capture_expire(struct cdc43_capture_exchanges *exchanges,
                          struct cdc43_capture_time now) {
    static const int64_t quiet[LISTS] = {
        [OPEN] = CDC43_CAPTURE_QUIET_OPEN, [ANSWERED] = CDC43_CAPTURE_QUIET_ANSWERED};
    const struct cdc43_capture_table *const table = exchanges->table;

    for (unsigned list = 0; list < LISTS && now.is_known; list++) {
        while (table->first[list] != NONE) {
            const struct cdc43_capture_time last = table->slots[table->first[list]].last;
            if (!last.is_known || now.seconds - last.seconds <= quiet[list]) {
                break;
            }
            finish(exchanges, table->first[list], true);
        }
    }
}

/* Makes room by finishing the one that has been silent longest, an answered one if there is. */
static void finish_oldest(struct cdc43_capture_exchanges *exchanges) {
    const uint16_t answered = exchanges->table->first[ANSWERED];

    finish(exchanges, answered != NONE ? answered : exchanges->table->first[OPEN], true);
}

void cdc43_capture_exchanges_end(struct cdc43_capture_exchanges *exchanges, bool hand_over) {
    struct cdc43_capture_table *const table = exchanges->table;

    while (table != NULL && (table->first[OPEN] != NONE || table->first[ANSWERED] != NONE)) {
        const uint16_t open = table->first[OPEN];
        const uint16_t answered = table->first[ANSWERED];
        uint16_t next = open == NONE ? answered : open;

        if (open != NONE && answered != NONE) {
            const struct cdc43_capture_exchange *const a = &table->slots[open].exchange;
            const struct cdc43_capture_exchange *const b = &table->slots[answered].exchange;
            next = a->messages[0].frame < b->messages[0].frame ? open : answered;
        }
        finish(exchanges, next, hand_over);
    }
    free(table);
    exchanges->table = NULL;
}

static uint16_t take_slot(struct cdc43_capture_exchanges *exchanges) {
    struct cdc43_capture_table *const table = exchanges->table;
    uint16_t index;

    if (table->free == NONE && table->used < CDC43_CAPTURE_EXCHANGES_MAX) {
        return table->used++;
    }
    if (table->free == NONE) {
        finish_oldest(exchanges);
    }
    index = table->free;
    table->free = table->slots[index].next;
    return index;
}

/* The exchange of a message, a new one if need be. */
static uint16_t find(struct cdc43_capture_exchanges *exchanges, const uint8_t *octets) {
    struct cdc43_capture_table *const table = exchanges->table;
    const uint32_t xid = cdc43_capture_u32(octets + AT_XID, true);
    uint16_t *const bucket = bucket_of(table, xid, octets + AT_CHADDR);
    uint16_t index = *bucket;
    struct cdc43_capture_exchange *exchange;

    while (index != NONE) {
        exchange = &table->slots[index].exchange;
        if (exchange->xid == xid && memcmp(exchange->chaddr, octets + AT_CHADDR, CHADDR_LEN) == 0) {
            return index;
        }
        index = table->slots[index].next;
    }
    index = take_slot(exchanges);
    exchange = &table->slots[index].exchange;
    exchange->xid = xid;
    exchange->chaddr_len =
        octets[AT_HARDWARE_LEN] < CHADDR_LEN ? octets[AT_HARDWARE_LEN] : (uint8_t)CHADDR_LEN;
    memcpy(exchange->chaddr, octets + AT_CHADDR, CHADDR_LEN);
    exchange->count = 0;
    exchange->left_out = 0;
    table->slots[index].next = *bucket;
    *bucket = index;
    enlist(table, index, OPEN);
    return index;
}

/* The next option that counts for a comparison: neither PAD nor that of a relay. False at the end,
 * and where an option runs past the end. */
static bool next_option(struct cdc43_view options, size_t *at, struct cdc43_tlv *ret_option) {
    struct cdc43_where where;

    while (*at < options.len && cdc43_next(options, at, ret_option, &where) == CDC43_OK) {
        if (ret_option->code == CDC43_END_OCTET) {
            return false;
        }
        if (ret_option->code != CDC43_PAD_OCTET && ret_option->code != OPTION_RELAY) {
            return true;
        }
    }
    return false;
}

/* Does the client or the server say the same in both, whatever a relay made of it? */
static bool say_the_same(struct cdc43_view a, struct cdc43_view b) {
    struct cdc43_view options_of_a = a;
    struct cdc43_view options_of_b = b;
    size_t at_a = 0;
    size_t at_b = 0;

    if (memcmp(a.data + AT_CIADDR, b.data + AT_CIADDR, AT_GIADDR - AT_CIADDR) != 0 ||
        memcmp(a.data + AT_SNAME, b.data + AT_SNAME, AT_COOKIE - AT_SNAME) != 0) {
        return false;
    }
    (void)cdc43_capture_drop(&options_of_a, AT_OPTIONS);
    (void)cdc43_capture_drop(&options_of_b, AT_OPTIONS);
    for (;;) {
        struct cdc43_tlv option_of_a;
        struct cdc43_tlv option_of_b;
        const bool more = next_option(options_of_a, &at_a, &option_of_a);

        if (more != next_option(options_of_b, &at_b, &option_of_b)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (option_of_a.code != option_of_b.code ||
            option_of_a.value.len != option_of_b.value.len ||
            memcmp(option_of_a.value.data, option_of_b.value.data, option_of_a.value.len) != 0) {
            return false;
        }
    }
}

/* Did both go between the same two addresses, over as many relays? */
static bool went_the_same_way(const struct cdc43_capture_datagram *a,
                              const struct cdc43_capture_datagram *b) {
    return memcmp(a->source, b->source, 4) == 0 && memcmp(a->destination, b->destination, 4) == 0 &&
           a->octets.data[AT_HOPS] == b->octets.data[AT_HOPS] &&
           memcmp(a->octets.data + AT_GIADDR, b->octets.data + AT_GIADDR, 4) == 0;
}

/* Is it one that is here already? Then that is counted. */
static bool count_again(struct cdc43_capture_exchange *exchange,
                        const struct cdc43_capture_message *message) {
    for (size_t i = 0; i < exchange->count; i++) {
        struct cdc43_capture_message *const here = &exchange->messages[i];

        if (here->type == message->type && here->is_reply == message->is_reply &&
            here->datagram.missing == message->datagram.missing &&
            say_the_same(here->datagram.octets, message->datagram.octets)) {
            const bool same = went_the_same_way(&here->datagram, &message->datagram);
            here->repeats += same ? 1U : 0U;
            here->copies += same ? 0U : 1U;
            return true;
        }
    }
    return false;
}

/* Forgets the second message: the first says how the exchange began, the last ones how it ended. */
static void make_room(struct cdc43_capture_table *table, struct cdc43_capture_exchange *exchange) {
    struct cdc43_capture_message *const second = &exchange->messages[1];

    table->octets -= second->datagram.octets.len;
    forget(second);
    memmove(second, second + 1, (exchange->count - 2) * sizeof *second);
    exchange->count--;
    exchange->left_out++;
}

/* Adds a message with a copy of its octets. */
static enum cdc43_capture_err keep(struct cdc43_capture_exchanges *exchanges, struct slot *slot,
                                   const struct cdc43_capture_message *message) {
    struct cdc43_capture_exchange *const exchange = &slot->exchange;
    const struct cdc43_view octets = message->datagram.octets;
    uint8_t *copy;

    copy = malloc(octets.len);
    if (copy == NULL) {
        return CDC43_CAPTURE_ERR_MEMORY;
    }
    if (exchange->count == CDC43_CAPTURE_MESSAGES_MAX) {
        make_room(exchanges->table, exchange);
    }
    memcpy(copy, octets.data, octets.len);
    exchange->messages[exchange->count] = *message;
    exchange->messages[exchange->count++].datagram.octets.data = copy;
    exchanges->table->octets += octets.len;
    return CDC43_CAPTURE_OK;
}

/* The type of a message, of its options field. */
static uint8_t find_type(struct cdc43_view message) {
    struct cdc43_tlv option;
    size_t at = 0;

    (void)cdc43_capture_drop(&message, AT_OPTIONS);
    while (next_option(message, &at, &option)) {
        if (option.code == OPTION_TYPE && option.value.len == 1) {
            return option.value.data[0];
        }
    }
    return CDC43_CAPTURE_BOOTP;
}

size_t cdc43_capture_readable_len(struct cdc43_view message, bool *ret_has_end) {
    struct cdc43_tlv option;
    struct cdc43_where where;
    size_t at = AT_OPTIONS;

    *ret_has_end = false;
    while (!*ret_has_end && at < message.len &&
           cdc43_next(message, &at, &option, &where) == CDC43_OK) {
        *ret_has_end = option.code == CDC43_END_OCTET;
    }
    return at < message.len ? at : message.len;
}

bool cdc43_capture_is_whole(const struct cdc43_capture_datagram *datagram) {
    const struct cdc43_view octets = datagram->octets;
    bool has_end;

    if (datagram->missing == 0) {
        return true;
    }
    return cdc43_capture_readable_len(octets, &has_end) == octets.len &&
           (has_end || datagram->missing == 1); /* an option has two octets at least */
}

/* Is it DHCP, with its fixed part and the cookie? Counts it. */
static bool is_dhcp(struct cdc43_capture_exchanges *exchanges,
                    const struct cdc43_capture_datagram *datagram) {
    static const uint8_t cookie[] = {99, 130, 83, 99};
    const struct cdc43_view octets = datagram->octets;

    if (octets.len < AT_OPTIONS) {
        exchanges->cut += datagram->missing != 0 ? 1U : 0U;
        exchanges->no_cookie += datagram->missing != 0 ? 0U : 1U;
        return false;
    }
    if (memcmp(octets.data + AT_COOKIE, cookie, sizeof cookie) != 0) {
        exchanges->no_cookie++;
        return false;
    }
    exchanges->messages++;
    exchanges->cut += cdc43_capture_is_whole(datagram) ? 0U : 1U;
    return true;
}

enum cdc43_capture_err cdc43_capture_take_datagram(struct cdc43_capture_exchanges *exchanges,
                                                   const struct cdc43_capture_frame *frame,
                                                   const struct cdc43_capture_datagram *datagram) {
    struct cdc43_capture_table *const table = exchanges->table;
    struct cdc43_capture_message message = {frame->number, frame->time, *datagram, 0, false, 0, 0};
    enum cdc43_capture_err err = CDC43_CAPTURE_OK;
    struct slot *slot;
    enum list list;
    uint16_t index;

    cdc43_capture_expire(exchanges, frame->time);
    if (!is_dhcp(exchanges, datagram)) {
        return CDC43_CAPTURE_OK;
    }
    message.is_reply = datagram->octets.data[AT_OP] == OP_REPLY;
    message.type = find_type(datagram->octets);
    index = find(exchanges, datagram->octets.data);
    slot = &table->slots[index];
    if (!count_again(&slot->exchange, &message)) {
        err = keep(exchanges, slot, &message);
    }
    slot->last = frame->time;
    list = message.type == CDC43_CAPTURE_ACK || message.type == CDC43_CAPTURE_NAK ? ANSWERED
                                                                                  : slot->list;
    unlist(table, index);
    enlist(table, index, list);
    if (slot->exchange.count == 0) { /* no memory for its first message */
        finish(exchanges, index, false);
    }
    while (table->octets > CDC43_CAPTURE_OCTETS_MAX) {
        finish_oldest(exchanges);
    }
    return err;
}
