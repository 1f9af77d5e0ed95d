/* SPDX-License-Identifier: MIT */
/* Option 43 of other makers' devices (vendors.def): their values as text, to octets and back. */
#ifndef CDC43_VENDORS_H
#define CDC43_VENDORS_H

/* Conventions as in cdc43.h. This is beside the codec: a phone needs nothing of it, and nothing of
 * the codec changes with it. No function allocates memory; any number of threads may call. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cdc43_vendor_id {
#define CDC43_VENDOR(id, name, title, begins) CDC43_VENDOR_##id,
#include "tlv/vendors.def"
    CDC43_VENDOR_COUNT
};

/* Errors; vendors.def has the sentence of each. */
enum cdc43_vendor_err {
    CDC43_VENDOR_OK = 0,
#define CDC43_VENDOR_ERROR(id, sentence) CDC43_VENDOR_ERR_##id,
#include "tlv/vendors.def"
};

enum cdc43_vendor_kind {
    CDC43_VENDOR_TEXT,
    CDC43_VENDOR_TEXT_NUL,
    CDC43_VENDOR_NUMBER,
    CDC43_VENDOR_NUMBER_TEXT,
    CDC43_VENDOR_ADDRESSES
};

/* One row of the table. */
struct cdc43_vendor_value {
    enum cdc43_vendor_id vendor;
    uint8_t code;
    enum cdc43_vendor_kind kind;
    unsigned low; /* characters, the number itself, or addresses */
    unsigned high;
    const char *name; /* "vlan-id", as in JSON and on command lines */
    const char *label;
};

/* All rows, those of a vendor together, with ascending codes. */
extern const struct cdc43_vendor_value cdc43_vendor_values[];
extern const size_t cdc43_vendor_value_count;

/* The words of a vendor; constant strings. NULL for an unknown number. */
const char *cdc43_vendor_name(enum cdc43_vendor_id vendor);
const char *cdc43_vendor_title(enum cdc43_vendor_id vendor);

/* Finds a vendor by its name, exactly. False: there is none. */
CDC43_MUST_USE bool cdc43_find_vendor(const char *name, enum cdc43_vendor_id *ret_vendor);

/* The row of a code or of a name; NULL: the vendor has none. */
const struct cdc43_vendor_value *cdc43_find_vendor_value(enum cdc43_vendor_id vendor,
                                                         unsigned code);
const struct cdc43_vendor_value *cdc43_find_vendor_name(enum cdc43_vendor_id vendor,
                                                        const char *name);

/* An option 43 that is being made; {0} is an empty one. */
struct cdc43_vendor_octets {
    uint8_t octets[CDC43_OPTION_MAX];
    size_t len;
};

/* Adds one value, given as text: numbers in decimal, addresses in dotted form with commas between
 * them. Suboptions stay ascending by code, whatever the order of the calls (RFC 2132 8.4).
 * Errors: CDC43_VENDOR_ERR_LENGTH, _CHARACTER, _NUMBER, _ADDRESS about the text; _TWICE; _FULL,
 * *ret_excess is then the number of octets too many (only then set). On error nothing changes. */
CDC43_MUST_USE enum cdc43_vendor_err cdc43_vendor_put(struct cdc43_vendor_octets *option,
                                                      const struct cdc43_vendor_value *value,
                                                      const char *text, size_t len,
                                                      size_t *ret_excess);

/* The longest text of a value, with the NUL at its end. */
#define CDC43_VENDOR_TEXT_MAX (CDC43_OPTION_MAX + 1)

/* Prints the octets of a suboption in the form that cdc43_vendor_put reads. False: they are not
 * what the row says; *ret_text is then not changed. */
CDC43_MUST_USE bool cdc43_vendor_print(const struct cdc43_vendor_value *value,
                                       struct cdc43_view octets,
                                       char ret_text[CDC43_VENDOR_TEXT_MAX]);

/* Are all suboptions ones of one vendor, and none of ours? *ret_vendor is set if so. */
CDC43_MUST_USE bool cdc43_guess_vendor(struct cdc43_view octets, enum cdc43_vendor_id *ret_vendor);

/* Whose devices send this option 60? False: those of no other maker in the table. */
CDC43_MUST_USE bool cdc43_find_vendor_of_class(struct cdc43_view vendor_class,
                                               enum cdc43_vendor_id *ret_vendor);

/* The sentence of an error, without full stop: a constant string; NULL for an unknown number. */
const char *cdc43_vendor_err_text(enum cdc43_vendor_err err);

#ifdef __cplusplus
}
#endif

#endif
