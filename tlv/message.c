/* SPDX-License-Identifier: MIT */
/* The walk over suboptions or options; one option out of a whole DHCPv4 message: fields in the
 * order of RFC 3396, instances joined. */
#include "bytes.h"

#define SNAME_OFFSET 44U
#define SNAME_LEN 64U
#define FILE_OFFSET 108U
#define FILE_LEN 128U
#define COOKIE_OFFSET 236U
#define OPTIONS_OFFSET 240U

#define OPTION_OVERLOAD 52U
#define OVERLOAD_FILE 1U
#define OVERLOAD_SNAME 2U

enum cdc43_err cdc43_next(struct cdc43_view octets, size_t *at, struct cdc43_tlv *ret_tlv,
                          struct cdc43_where *ret_where) {
    struct cdc43_reader reader =
        cdc43_reader_of((struct cdc43_view){&octets.data[*at], octets.len - *at});
    struct cdc43_tlv tlv;
    enum cdc43_err err;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_OPTION, 0, *at, 0};
    err = cdc43_take_tlv(&reader, &tlv, ret_where);
    if (err == CDC43_OK) {
        *ret_tlv = tlv;
        *at = cdc43_distance(octets.data, reader.next);
    }
    return err;
}

/* What the instances of one option come to. */
struct joined {
    uint8_t *to;         /* where to write them; NULL: only their length is counted */
    size_t room;         /* octets left there */
    size_t len;          /* all of them, octets */
    size_t count;        /* instances */
    size_t at;           /* place of the last one in the message */
    const uint8_t *last; /* value of the last one that is not empty */
};

/* Goes through one field and joins the instances of code. base: offset of the field in the
 * message, for ret_where. */
static enum cdc43_err scan_field(struct cdc43_view field, size_t base, unsigned code,
                                 struct joined *joined, struct cdc43_where *ret_where) {
    size_t next = 0;

    while (next < field.len) {
        const size_t at = base + next;
        struct cdc43_tlv option;
        size_t n;

        if (cdc43_next(field, &next, &option, ret_where) != CDC43_OK) {
            *ret_where = (struct cdc43_where){0, CDC43_PLACE_MESSAGE, 0, at, ret_where->excess};
            return CDC43_ERR_MESSAGE_OPTION;
        }
        n = option.value.len;
        if (option.code == code) { /* which is neither PAD nor END */
            /* There is room: the length was asked for first. */
            if (joined->to != NULL && n != 0 && n <= joined->room) {
                joined->to = cdc43_put(joined->to, option.value);
                joined->room -= n;
            }
            joined->len += n; /* at most the size of the message: it cannot wrap */
            joined->count++;
            joined->at = at;
            if (n != 0) {
                joined->last = option.value.data;
            }
        }
    }
    return CDC43_OK;
}

/* Goes through the fields in the order options, file, sname. The message has its fixed part. */
static enum cdc43_err scan_message(const uint8_t *message, size_t len, unsigned overload,
                                   unsigned code, struct joined *joined,
                                   struct cdc43_where *ret_where) {
    const struct cdc43_view options = {&message[OPTIONS_OFFSET], len - OPTIONS_OFFSET};
    const struct cdc43_view file = {&message[FILE_OFFSET], FILE_LEN};
    const struct cdc43_view sname = {&message[SNAME_OFFSET], SNAME_LEN};
    enum cdc43_err err = scan_field(options, OPTIONS_OFFSET, code, joined, ret_where);

    if (err == CDC43_OK && (overload & OVERLOAD_FILE) != 0) {
        err = scan_field(file, FILE_OFFSET, code, joined, ret_where);
    }
    if (err == CDC43_OK && (overload & OVERLOAD_SNAME) != 0) {
        err = scan_field(sname, SNAME_OFFSET, code, joined, ret_where);
    }
    return err;
}

enum cdc43_err cdc43_message_option(const uint8_t *message, size_t len, uint8_t code,
                                    uint8_t *ret_octets, size_t capacity, size_t *ret_len,
                                    bool *ret_present, struct cdc43_where *ret_where) {
    static const uint8_t cookie[] = {99, 130, 83, 99};
    struct joined overload = {NULL, 0, 0, 0, 0, NULL};
    struct joined joined = {NULL, 0, 0, 0, 0, NULL};
    unsigned fields = 0;
    enum cdc43_err err;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_MESSAGE, 0, 0, 0};
    if (len < OPTIONS_OFFSET) {
        ret_where->offset = len;
        return CDC43_ERR_MESSAGE_SHORT;
    }
    if (memcmp(&message[COOKIE_OFFSET], cookie, sizeof cookie) != 0) {
        ret_where->offset = COOKIE_OFFSET;
        return CDC43_ERR_MESSAGE_COOKIE;
    }
    err = scan_message(message, len, 0, OPTION_OVERLOAD, &overload, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    if (overload.count != 0) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_MESSAGE, 0, overload.at, 0};
        if (overload.len != 1 || *overload.last == 0 ||
            *overload.last > (OVERLOAD_FILE | OVERLOAD_SNAME)) {
            return CDC43_ERR_MESSAGE_OVERLOAD;
        }
        fields = *overload.last;
    }
    /* Once for the length, once for the octets: nothing is written on failure. */
    err = scan_message(message, len, fields, code, &joined, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_MESSAGE, 0, joined.at, 0};
    if (joined.len > CDC43_OPTION_MAX) {
        ret_where->excess = joined.len - CDC43_OPTION_MAX;
        return CDC43_ERR_MESSAGE_JOINED_TOO_LONG;
    }
    if (joined.len > capacity) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, joined.len - capacity};
        return CDC43_ERR_BUFFER;
    }
    *ret_len = joined.len;
    *ret_present = joined.count != 0;
    joined.to = ret_octets;
    joined.room = capacity;
    (void)scan_message(message, len, fields, code, &joined, ret_where); /* as just before: OK */
    return CDC43_OK;
}
