/* SPDX-License-Identifier: MIT */
/* Option 43 of other makers' devices, for encode and decode. */
#include "tlv/command/vendor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAD_CODE 0U
#define END_CODE 255U

static const char words[] = ""
#define CDC43_VENDOR(id, name, title, begins) "|" name
#include "tlv/vendors.def"
    ;
const char *const cdc43_cli_vendors = words + 1;

/* One sentence with all names of the vendor: the message about a name that is not among them. */
static int fail_name(enum cdc43_vendor_id vendor) {
    char names[256] = "";
    size_t len = 0;

    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        if (cdc43_vendor_values[i].vendor == vendor && len < sizeof names) {
            len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", len != 0 ? ", " : "",
                                    cdc43_vendor_values[i].name);
        }
    }
    return cdc43_cli_fail("%s have no such value; these: %s", cdc43_vendor_title(vendor), names);
}

static int put(struct cdc43_vendor_octets *option, const struct cdc43_vendor_value *value,
               const char *text, size_t len) {
    size_t excess = 0;
    const enum cdc43_vendor_err err = cdc43_vendor_put(option, value, text, len, &excess);

    switch (err) {
    case CDC43_VENDOR_OK:
        return -1;
    case CDC43_VENDOR_ERR_NUMBER:
        return cdc43_cli_fail("%s: this must be a decimal number from %u to %u", value->name,
                              value->low, value->high);
    case CDC43_VENDOR_ERR_LENGTH:
        return cdc43_cli_fail("%s: this must have %u to %u characters, not %zu", value->name,
                              value->low, value->high, len);
    case CDC43_VENDOR_ERR_FULL:
        return cdc43_cli_fail("%s: %s, by %zu", value->name, cdc43_vendor_err_text(err), excess);
    case CDC43_VENDOR_ERR_CHARACTER:
    case CDC43_VENDOR_ERR_ADDRESS:
    case CDC43_VENDOR_ERR_TWICE:
        break;
    }
    return cdc43_cli_fail("%s: %s", value->name, cdc43_vendor_err_text(err));
}

int cdc43_cli_put_vendor(struct cdc43_vendor_octets *option, enum cdc43_vendor_id vendor,
                         const char *word) {
    const char *const sign = strchr(word, '=');
    char name[32];

    if (sign == NULL || (size_t)(sign - word) >= sizeof name) {
        return sign == NULL ? cdc43_cli_usage("--value takes NAME=TEXT") : fail_name(vendor);
    }
    memcpy(name, word, (size_t)(sign - word));
    name[sign - word] = '\0';
    const struct cdc43_vendor_value *const value = cdc43_find_vendor_name(vendor, name);
    return value != NULL ? put(option, value, sign + 1, strlen(sign + 1)) : fail_name(vendor);
}

/* A list of texts, with commas between them. The number of characters; 0: it is none, or long. */
static size_t join(json_t *list, char *to, size_t room) {
    size_t len = 0;
    size_t i;
    json_t *element;

    json_array_foreach(list, i, element) {
        const size_t more = json_string_length(element);

        if (!json_is_string(element) || len + more + 1 >= room) {
            return 0;
        }
        if (i != 0) {
            to[len++] = ',';
        }
        memcpy(to + len, json_string_value(element), more);
        len += more;
    }
    return len;
}

int cdc43_cli_put_vendor_json(struct cdc43_vendor_octets *option, enum cdc43_vendor_id vendor,
                              json_t *object) {
    const char *key;
    json_t *member;

    json_object_foreach(object, key, member) {
        const struct cdc43_vendor_value *const value = cdc43_find_vendor_name(vendor, key);
        char text[CDC43_VENDOR_TEXT_MAX];
        const char *from = text;
        size_t len = 0;
        bool is_good = false;

        if (value == NULL) {
            return fail_name(vendor);
        }
        if (json_is_integer(member)) {
            is_good = value->kind == CDC43_VENDOR_NUMBER || value->kind == CDC43_VENDOR_NUMBER_TEXT;
            len = (size_t)snprintf(text, sizeof text, "%" JSON_INTEGER_FORMAT,
                                   json_integer_value(member));
        } else if (json_is_array(member)) {
            is_good = value->kind == CDC43_VENDOR_ADDRESSES;
            len = join(member, text, sizeof text);
        } else if (json_is_string(member)) {
            is_good = true;
            from = json_string_value(member);
            len = json_string_length(member);
        }
        const int code = is_good ? put(option, value, from, len)
                                 : cdc43_cli_fail("%s: this has a wrong JSON type", value->name);
        if (code >= 0) {
            return code;
        }
    }
    return -1;
}

/* What one suboption says. */
struct row {
    const struct cdc43_vendor_value *value; /* NULL: unknown */
    bool is_good;
    char text[CDC43_VENDOR_TEXT_MAX];
};

static struct row read_row(enum cdc43_vendor_id vendor, const struct cdc43_tlv *tlv) {
    struct row row = {cdc43_find_vendor_value(vendor, tlv->code), false, ""};

    row.is_good = row.value != NULL && cdc43_vendor_print(row.value, tlv->value, row.text);
    return row;
}

/* As cdc43_cli_put_vendor_json reads it. */
static json_t *row_json(const struct row *row) {
    json_t *list;

    if (row->value->kind == CDC43_VENDOR_NUMBER || row->value->kind == CDC43_VENDOR_NUMBER_TEXT) {
        return json_integer((json_int_t)strtoul(row->text, NULL, 10));
    }
    if (row->value->kind != CDC43_VENDOR_ADDRESSES) {
        return json_string(row->text);
    }
    list = json_array();
    for (const char *at = row->text; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        (void)json_array_append_new(list, json_stringn(at, strcspn(at, ",")));
    }
    return list;
}

static void print_row(size_t offset, const struct cdc43_tlv *tlv, const struct row *row) {
    (void)printf("%6zu  %3u %-26s  %3zu octets  %s\n", offset, tlv->code,
                 row->value != NULL ? row->value->label : "unknown", tlv->value.len,
                 row->value == NULL ? "skipped"
                 : row->is_good     ? row->text
                                    : "not what the device takes");
}

int cdc43_cli_print_vendor(enum cdc43_vendor_id vendor, struct cdc43_view octets, unsigned format) {
    json_t *const object = format == CDC43_CLI_FORMAT_JSON ? json_object() : NULL;
    int code = CDC43_EXIT_GOOD;
    size_t at = 0;

    while (at < octets.len) {
        const size_t offset = at;
        struct cdc43_tlv tlv;
        struct cdc43_where where;
        const enum cdc43_err err = cdc43_next(octets, &at, &tlv, &where);

        if (err != CDC43_OK) {
            code = cdc43_cli_fail_err("", err, &where);
            break;
        }
        if (tlv.code == PAD_CODE || tlv.code == END_CODE) {
            continue;
        }
        const struct row row = read_row(vendor, &tlv);
        if (row.value != NULL && !row.is_good) {
            code = cdc43_cli_fail("octet %zu: suboption %u, %s, is not what %s take", offset,
                                  tlv.code, row.value->name, cdc43_vendor_title(vendor));
        } else if (object != NULL && row.value != NULL) {
            (void)json_object_set_new(object, row.value->name, row_json(&row));
        }
        if (object == NULL) {
            print_row(offset, &tlv, &row);
        }
    }
    if (object != NULL) {
        cdc43_cli_print_json(object);
    }
    return cdc43_cli_finish(code);
}
