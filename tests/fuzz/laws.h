/* SPDX-License-Identifier: MIT */
/* Laws that hold for whatever decoding and encoding are given. */
#ifndef CDC43_TESTS_LAWS_H
#define CDC43_TESTS_LAWS_H

#include "tlv/cdc43.h"

/* Decodes in both modes and checks the laws of decoding: strict is a subset of tolerant with the
 * same result, what was tolerated is what strict refuses, failure leaves the outputs alone, views
 * lie inside the octets, and what is accepted and complete is encoded canonically and decodes to
 * the same. */
void laws_of_decoding(const struct cdc43_device *device, const uint8_t *octets, size_t len);

/* Encodes and checks the laws of encoding: what is encoded decodes strictly to the same
 * parameters, in just as many octets as said; failure leaves the outputs alone. */
void laws_of_encoding(const struct cdc43_device *device, const struct cdc43_params *params,
                      size_t limit);

/* Are two sets of parameters the same, flags that are absent not counted? */
bool same_params(const struct cdc43_params *a, const struct cdc43_params *b);

#endif
