/* SPDX-License-Identifier: MIT */
/* The smallest firmware that uses the codec; what it links is what is measured. Each use is kept by
 * its own symbol, so that --gc-sections leaves just what that use needs. */
#include "tlv/cdc43.h"

int firmware_decode(const uint8_t *octets, size_t len, struct cdc43_params *params,
                    struct cdc43_where *where);
int firmware_encode(const struct cdc43_params *params, uint8_t *octets, size_t *len,
                    struct cdc43_where *where);
int firmware_identity(const struct cdc43_view *names, struct cdc43_identity *identity,
                      struct cdc43_where *where);

#if defined(USE_DECODE)
int firmware_decode(const uint8_t *octets, size_t len, struct cdc43_params *params,
                    struct cdc43_where *where) {
    const enum cdc43_err err =
        cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, params, where);

    return err != CDC43_OK ? (int)err : (int)cdc43_check_complete(&cdc43_phone, params, where);
}
#endif

#if defined(USE_ENCODE)
int firmware_encode(const struct cdc43_params *params, uint8_t *octets, size_t *len,
                    struct cdc43_where *where) {
    return (int)cdc43_encode(&cdc43_phone, params, CDC43_OPTION_MAX, octets, CDC43_OPTION_MAX, len,
                             where);
}
#endif

#if defined(USE_IDENTITY)
int firmware_identity(const struct cdc43_view *names, struct cdc43_identity *identity,
                      struct cdc43_where *where) {
    return (int)cdc43_build_identity(names[0], names[1], identity, where);
}
#endif
