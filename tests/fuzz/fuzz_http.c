/* SPDX-License-Identifier: MIT */
/* Requests to the staging server: what is found is inside, says nothing that is not visible, and
 * stays the same whatever comes before the rest or after it. */
#include <string.h>

#include "phone-side/staging/http.h"
#include "tests/fuzz/fuzz.h"

static enum cdc43_stage_request read_some(const uint8_t *data, size_t size,
                                          struct cdc43_view *ret_path) {
    return cdc43_stage_read_request((struct cdc43_view){data, size}, ret_path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_view path = {NULL, 0};
    struct cdc43_view again = {NULL, 0};
    const enum cdc43_stage_request request = read_some(data, size, &path);
    size_t first = 0;

    LAW(request <= CDC43_STAGE_LONG);
    LAW((request == CDC43_STAGE_GET || request == CDC43_STAGE_HEAD) == (path.data != NULL));
    LAW(request != CDC43_STAGE_MORE || size < CDC43_STAGE_REQUEST_MAX);
    if (path.data != NULL) {
        LAW(path.data > data && path.len != 0 && path.data[0] == '/');
        LAW((size_t)(path.data - data) + path.len <= size);
        for (size_t i = 0; i < path.len; i++) {
            LAW(path.data[i] > ' ' && path.data[i] <= '~');
        }
    }
    /* As it comes, octet by octet: nothing until it is whole, then this, and never another. */
    while (first < size && read_some(data, first, &again) == CDC43_STAGE_MORE) {
        first++;
    }
    LAW(read_some(data, first, &again) == request);
    LAW(again.data == path.data && again.len == path.len);
    return 0;
}
