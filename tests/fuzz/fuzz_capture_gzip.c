/* SPDX-License-Identifier: MIT */
/* A capture that is packed, from a file in memory: as it is, or packed here, which must read as the
 * same octets without gzip. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

#include "tests/fuzz/fuzz.h"
#include "tlv/capture/capture.h"

#define PACKED_MAX 65536U
#define WINDOW_BITS_GZIP (15 + 16)
#define FRAMES_MAX 100000U /* a bomb has more */

static void count_exchange(void *context, const struct cdc43_capture_exchange *exchange) {
    (void)exchange;
    (*(uint64_t *)context)++;
}

static bool go_on(void *context, const struct cdc43_capture *capture) {
    (void)context;
    return capture->counts.frames < FRAMES_MAX;
}

static enum cdc43_capture_err read_input(struct cdc43_capture_input *input,
                                         struct cdc43_capture *ret_capture) {
    uint64_t exchanges = 0;
    enum cdc43_capture_err err;

    *ret_capture =
        (struct cdc43_capture){.take = count_exchange, .go_on = go_on, .context = &exchanges};
    err = cdc43_capture_read(ret_capture, input);
    LAW(ret_capture->over == exchanges);
    cdc43_capture_close(input);
    return err;
}

/* Reads octets as a file. */
static enum cdc43_capture_err read_file(const uint8_t *data, size_t size,
                                        struct cdc43_capture *ret_capture) {
    const int fd = memfd_create("capture", MFD_CLOEXEC);
    struct cdc43_capture_input input;
    enum cdc43_capture_err err;
    char path[64];

    *ret_capture = (struct cdc43_capture){.port = 0};
    LAW(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    err = cdc43_capture_open(&input, path);
    if (err == CDC43_CAPTURE_OK) {
        err = read_input(&input, ret_capture);
    } else {
        cdc43_capture_close(&input);
    }
    (void)close(fd);
    return err;
}

static size_t pack(const uint8_t *data, size_t size, uint8_t ret_packed[PACKED_MAX]) {
    z_stream stream = {
        .next_in = data, .avail_in = (uInt)size, .next_out = ret_packed, .avail_out = PACKED_MAX};

    LAW(deflateInit2(&stream, 1, Z_DEFLATED, WINDOW_BITS_GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    LAW(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    (void)deflateEnd(&stream);
    return PACKED_MAX - stream.avail_out;
}

/* If the first octet is even, the rest is read as it is, as a gzip file. If it is odd, the rest is
 * a capture, which is compressed here first. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t packed[PACKED_MAX];
    struct cdc43_capture from_file;
    struct cdc43_capture from_memory;
    struct cdc43_capture_input input;
    enum cdc43_capture_err err;
    size_t len;

    if (size == 0 || size > PACKED_MAX / 2) {
        return 0;
    }
    if ((data[0] & 1U) == 0) {
        (void)read_file(data + 1, size - 1, &from_file);
        return 0;
    }
    len = pack(data + 1, size - 1, packed);
    err = read_file(packed, len, &from_file);
    LAW(cdc43_capture_open_octets(&input, (struct cdc43_view){data + 1, size - 1}) ==
        CDC43_CAPTURE_OK);
    LAW(read_input(&input, &from_memory) == err);
    LAW(from_file.counts.frames == from_memory.counts.frames);
    LAW(from_file.messages == from_memory.messages && from_file.over == from_memory.over);
    LAW(from_file.offset == from_memory.offset);
    /* A truncated file never gives more messages than the whole one. */
    if (size > 1) {
        (void)read_file(packed, len * data[0] / 256, &from_file);
        LAW(from_file.messages <= from_memory.messages);
    }
    return 0;
}
