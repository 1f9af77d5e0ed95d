/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target over files, without a fuzzer: each file ends at an unreadable page. Also every
 * file cut short at every length, and with every octet changed once; --every N FOLDER... : at every
 * Nth octet only, for targets that take long. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/support/guard.h"

static size_t runs;
static size_t every = 1;

static void run(const uint8_t *octets, size_t len) {
    (void)LLVMFuzzerTestOneInput(guard_copy(octets, len), len);
    runs++;
}

static void run_file(const char *path) {
    static uint8_t octets[GUARD_MAX];
    FILE *const file = fopen(path, "rb");
    size_t len;

    if (file == NULL) {
        (void)printf("cannot open %s\n", path);
        exit(EXIT_FAILURE);
    }
    len = fread(octets, 1, sizeof octets, file);
    (void)fclose(file);
    for (size_t cut = 0; cut < len; cut += every) {
        run(octets, cut);
    }
    run(octets, len);
    for (size_t i = 0; i < len; i += every) {
        const uint8_t octet = octets[i];
        for (unsigned flip = 1; flip < 256; flip <<= 1) {
            octets[i] = (uint8_t)(octet ^ flip);
            run(octets, len);
        }
        octets[i] = octet;
    }
}

int main(int argc, char **argv) {
    size_t files = 0;
    int first = 1;

    if (argc > 2 && strcmp(argv[1], "--every") == 0) {
        every = strtoul(argv[2], NULL, 10);
        every += every == 0 ? 1 : 0;
        first = 3;
    }
    /* Error sentences about wrong input are of no use here. */
    if (freopen("/dev/null", "w", stderr) == NULL) {
        return EXIT_FAILURE;
    }
    for (int i = first; i < argc; i++) {
        DIR *const folder = opendir(argv[i]);
        const struct dirent *entry;
        char path[4096];

        if (folder == NULL) {
            (void)printf("cannot open %s\n", argv[i]);
            return EXIT_FAILURE;
        }
        while ((entry = readdir(folder)) != NULL) {
            if (entry->d_name[0] != '.') {
                (void)snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
                run_file(path);
                files++;
            }
        }
        (void)closedir(folder);
    }
    (void)printf("%zu files, %zu inputs\n", files, runs);
    return files == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
