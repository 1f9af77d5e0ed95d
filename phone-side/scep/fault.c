/* SPDX-License-Identifier: MIT */
/* Faults in words; octets that were allocated. */
#include "phone-side/scep/fault.h"

#include <stdlib.h>

#include "phone-side/writer.h"
#include "tlv/text.h"

struct error_row {
    const char *name;
    const char *sentence;
};

static const struct error_row errors[] = {
#define CDC43_SCEP_ERROR(number, id, sentence) [number] = {#id, sentence},
#include "phone-side/scep/scep_errors.def"
};
#define ERROR_COUNT (sizeof errors / sizeof errors[0])

static const struct error_row fail_infos[] = {
#define CDC43_SCEP_FAIL_INFO(number, id, name, sentence) [number] = {name, sentence},
#include "phone-side/scep/fail_infos.def"
};

const char *cdc43_scep_err_name(enum cdc43_scep_err err) {
    return (size_t)err < ERROR_COUNT ? errors[err].name : NULL;
}

const char *cdc43_scep_err_text(enum cdc43_scep_err err) {
    return (size_t)err < ERROR_COUNT ? errors[err].sentence : NULL;
}

const char *cdc43_scep_fail_info_name(unsigned number) {
    return number < CDC43_SCEP_FAIL_INFO_COUNT ? fail_infos[number].name : NULL;
}

/* max: characters of the room, the NUL not counted. */
static void set_text(struct cdc43_view text, char *ret_text, size_t max) {
    const size_t len = text.len < max ? text.len : max;

    for (size_t i = 0; i < len; i++) {
        const uint8_t c = text.data[i];
        ret_text[i] = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
    }
    ret_text[len] = '\0';
}

void cdc43_scep_set_detail(struct cdc43_scep_fault *fault, struct cdc43_view text) {
    set_text(text, fault->detail, CDC43_SCEP_DETAIL_MAX);
}

void cdc43_scep_set_left_out(struct cdc43_scep_fault *fault, const char *text) {
    set_text((struct cdc43_view){(const uint8_t *)text, strlen(text)}, fault->left_out,
             CDC43_SCEP_LEFT_OUT_MAX);
}

bool cdc43_scep_fail(struct cdc43_scep_fault *ret_fault, enum cdc43_scep_err err, unsigned number,
                     const char *detail) {
    *ret_fault = (struct cdc43_scep_fault){.err = err, .number = number};
    if (detail != NULL) {
        const struct cdc43_view text = {(const uint8_t *)detail, strlen(detail)};
        cdc43_scep_set_detail(ret_fault, text);
    }
    return false;
}

static void put_number(struct cdc43_phone_writer *writer, const struct cdc43_scep_fault *fault) {
    if (fault->err == CDC43_SCEP_ERR_REJECTED && fault->number < CDC43_SCEP_FAIL_INFO_COUNT) {
        cdc43_phone_put_text(writer, " (");
        cdc43_phone_put_text(writer, fail_infos[fault->number].name);
        cdc43_phone_put_text(writer, ": ");
        cdc43_phone_put_text(writer, fail_infos[fault->number].sentence);
        cdc43_phone_put_text(writer, ")");
    } else if (fault->err == CDC43_SCEP_ERR_HTTP || fault->err == CDC43_SCEP_ERR_HTTP_REQUEST) {
        cdc43_phone_put_text(writer, " (status ");
        cdc43_phone_put_number(writer, fault->number);
        cdc43_phone_put_text(writer, ")");
    }
}

void cdc43_scep_print_fault(const struct cdc43_scep_fault *fault, char *ret_text, size_t capacity) {
    struct cdc43_phone_writer writer = {ret_text, capacity, 0};
    const char *const sentence = cdc43_scep_err_text(fault->err);

    if (fault->err == CDC43_SCEP_OK) {
        cdc43_phone_put_text(&writer, "nothing is wrong");
    } else {
        cdc43_phone_put_text(&writer, sentence != NULL ? sentence : "unknown error");
    }
    put_number(&writer, fault);
    if (fault->rule != CDC43_OK) {
        cdc43_phone_put_text(&writer, ": ");
        cdc43_phone_put_text(&writer, cdc43_err_text(fault->rule));
    }
    if (fault->detail[0] != '\0') {
        cdc43_phone_put_text(&writer, fault->err == CDC43_SCEP_ERR_REJECTED ? "; it says: " : ": ");
        cdc43_phone_put_text(&writer, fault->detail);
    }
    if (fault->left_out[0] != '\0') {
        cdc43_phone_put_text(&writer, "; certificates that were not used: ");
        cdc43_phone_put_text(&writer, fault->left_out);
    }
    cdc43_phone_end_text(&writer);
}

bool cdc43_scep_copy(struct cdc43_view octets, struct cdc43_scep_blob *ret_blob) {
    uint8_t *const data = malloc(octets.len + 1);

    if (data == NULL) {
        return false;
    }
    if (octets.len != 0) {
        memcpy(data, octets.data, octets.len);
    }
    data[octets.len] = 0;
    ret_blob->data = data;
    ret_blob->len = octets.len;
    return true;
}

void cdc43_scep_blob_end(struct cdc43_scep_blob *blob) {
    if (blob->data != NULL) {
        cdc43_wipe(blob->data, blob->len);
        free(blob->data);
    }
    *blob = (struct cdc43_scep_blob){0};
}
