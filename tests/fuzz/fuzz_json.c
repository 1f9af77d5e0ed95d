/* SPDX-License-Identifier: MIT */
/* Parameters as JSON: what is read and encoded is printed and read again as the same. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"
#include "tlv/command/cli.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_cli_params params = {.params = {0}};
    struct cdc43_cli_params again = {.params = {0}};
    struct cdc43_where where;
    json_error_t error;
    json_t *const object =
        json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    json_t *printed;

    if (!json_is_object(object)) {
        json_decref(object);
        return 0;
    }
    if (cdc43_cli_set_json(&params, object, "") == 0) {
        laws_of_encoding(&cdc43_phone, &params.params, CDC43_OPTION_MAX);
        if (cdc43_check(&cdc43_phone, &params.params, &where) == CDC43_OK) {
            printed = json_object();
            cdc43_cli_add_json(printed, &params.params, true);
            LAW(json_object_del(printed, "challenge-password-length") == 0);
            LAW(cdc43_cli_set_json(&again, printed, "") == 0);
            LAW(same_params(&params.params, &again.params));
            json_decref(printed);
        }
    }
    json_decref(object);
    return 0;
}
