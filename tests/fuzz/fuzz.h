/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share. */
#ifndef CDC43_TESTS_FUZZ_H
#define CDC43_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Each target is one file with this function; libFuzzer, AFL++ or replay.c calls it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A law that does not hold ends the process, whatever the build type is. */
#define LAW(condition)                                                                             \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
