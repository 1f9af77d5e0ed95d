/* SPDX-License-Identifier: MIT */
/* Names and sentences of the errors; firmware without a screen leaves this file out. */
#include "cdc43.h"

const char *cdc43_err_name(enum cdc43_err err) {
    switch (err) {
    case CDC43_OK:
        return "OK";
#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    case CDC43_ERR_##id:                                                                           \
        return #id;
#include "errors.def"
    }
    return NULL;
}

const char *cdc43_err_text(enum cdc43_err err) {
    switch (err) {
    case CDC43_OK:
        return "no rule is broken";
#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    case CDC43_ERR_##id:                                                                           \
        return sentence;
#include "errors.def"
    }
    return NULL;
}
