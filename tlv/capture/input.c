/* SPDX-License-Identifier: MIT */
/* Reads a capture through a window that moves on. */
#include "tlv/capture/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tlv/capture/gzip.h"
#include "tlv/capture/octets.h"

const char *cdc43_capture_err_text(enum cdc43_capture_err err) {
    switch (err) {
    case CDC43_CAPTURE_OK:
    case CDC43_CAPTURE_END:
        break;
#define CDC43_CAPTURE_ERROR(id, sentence)                                                          \
    case CDC43_CAPTURE_ERR_##id:                                                                   \
        return sentence;
#include "tlv/capture/errors.def"
    }
    return NULL;
}

/* Up to size octets of the file; 0 at its end and after an error, which is then in input->err. */
static size_t read_some(struct cdc43_capture_input *input, uint8_t *ret_octets, size_t size) {
    const ssize_t n = input->fd >= 0 ? read(input->fd, ret_octets, size) : 0;

    if (n <= 0) {
        input->err = n == 0 ? CDC43_CAPTURE_END : CDC43_CAPTURE_ERR_READ;
        input->number = n == 0 ? 0 : errno;
        return 0;
    }
    input->taken += (uint64_t)n;
    return (size_t)n;
}

/* The same, unpacked. */
static size_t unpack_some(struct cdc43_capture_input *input, uint8_t *ret_octets, size_t size) {
    size_t len = 0;

    while (len == 0) {
        enum cdc43_capture_err err;

        if (cdc43_gzip_wants(input->gzip)) {
            size_t packed_size;
            uint8_t *const packed = cdc43_gzip_room(input->gzip, &packed_size);
            const size_t n = read_some(input, packed, packed_size);

            if (n == 0) {
                if (input->err == CDC43_CAPTURE_END && !cdc43_gzip_is_whole(input->gzip)) {
                    input->err = CDC43_CAPTURE_ERR_GZIP;
                }
                return 0;
            }
            cdc43_gzip_filled(input->gzip, n);
        }
        err = cdc43_gzip_unpack(input->gzip, ret_octets, size, &len);
        if (err != CDC43_CAPTURE_OK) {
            input->err = err;
            return len;
        }
    }
    return len;
}

const uint8_t *cdc43_capture_peek(struct cdc43_capture_input *input, size_t n) {
    if (n <= input->left) {
        return input->next;
    }
    if (input->room != NULL && n <= CDC43_CAPTURE_WINDOW) {
        if (input->left != 0) {
            memmove(input->room, input->next, input->left);
        }
        input->next = input->room;
        while (n > input->left && input->err == CDC43_CAPTURE_OK) {
            uint8_t *const to = input->room + input->left;
            const size_t size = CDC43_CAPTURE_WINDOW - input->left;

            input->left +=
                input->gzip != NULL ? unpack_some(input, to, size) : read_some(input, to, size);
        }
    } else if (input->room == NULL) {
        input->err = CDC43_CAPTURE_END;
    }
    return n <= input->left ? input->next : NULL;
}

bool cdc43_capture_skip(struct cdc43_capture_input *input, uint64_t n) {
    while (n != 0) {
        size_t step = n < CDC43_CAPTURE_WINDOW ? (size_t)n : CDC43_CAPTURE_WINDOW;
        struct cdc43_view window;

        if (cdc43_capture_peek(input, 1) == NULL) {
            return false;
        }
        step = step < input->left ? step : input->left;
        window = (struct cdc43_view){input->next, input->left};
        (void)cdc43_capture_drop(&window, step);
        input->next = window.data;
        input->left = window.len;
        input->offset += step;
        n -= step;
    }
    return true;
}

/* Looks whether the file is packed, and unpacks gzip. */
static enum cdc43_capture_err look(struct cdc43_capture_input *input) {
    static const uint8_t packed[][4] = {
        {0x28, 0xb5, 0x2f, 0xfd}, {0x04, 0x22, 0x4d, 0x18}, {0xfd, '7', 'z', 'X'}};
    static const uint8_t gzip[] = {0x1f, 0x8b};
    const uint8_t *octets = cdc43_capture_peek(input, sizeof packed[0]);
    enum cdc43_capture_err err;
    uint8_t *room;
    size_t size;
    size_t n;

    if (octets == NULL) {
        return input->err == CDC43_CAPTURE_END ? CDC43_CAPTURE_OK : input->err;
    }
    for (size_t i = 0; i < sizeof packed / sizeof packed[0]; i++) {
        if (memcmp(octets, packed[i], sizeof packed[i]) == 0) {
            return input->err = CDC43_CAPTURE_ERR_PACKED;
        }
    }
    if (memcmp(octets, gzip, sizeof gzip) != 0) {
        return CDC43_CAPTURE_OK;
    }
    err = cdc43_gzip_begin(&input->gzip);
    if (err != CDC43_CAPTURE_OK) {
        return input->err = err;
    }
    /* What was read already goes into the unpacker, whose room is as large as the window. */
    room = cdc43_gzip_room(input->gzip, &size);
    n = input->left < size ? input->left : size;
    memcpy(room, input->next, n);
    cdc43_gzip_filled(input->gzip, n);
    input->left = 0;
    return CDC43_CAPTURE_OK;
}

enum cdc43_capture_err cdc43_capture_open(struct cdc43_capture_input *ret_input, const char *path) {
    *ret_input = (struct cdc43_capture_input){.fd = STDIN_FILENO};
    if (strcmp(path, "-") != 0) {
        ret_input->fd = open(path, O_RDONLY | O_CLOEXEC);
        ret_input->owns_fd = ret_input->fd >= 0;
    }
    if (ret_input->fd < 0) {
        ret_input->number = errno;
        return ret_input->err = CDC43_CAPTURE_ERR_OPEN;
    }
    ret_input->room = malloc(CDC43_CAPTURE_WINDOW);
    if (ret_input->room == NULL) {
        return ret_input->err = CDC43_CAPTURE_ERR_MEMORY;
    }
    return look(ret_input);
}

enum cdc43_capture_err cdc43_capture_open_octets(struct cdc43_capture_input *ret_input,
                                                 struct cdc43_view octets) {
    *ret_input = (struct cdc43_capture_input){.fd = -1, .next = octets.data, .left = octets.len};
    return CDC43_CAPTURE_OK;
}

void cdc43_capture_close(struct cdc43_capture_input *input) {
    cdc43_gzip_end(input->gzip);
    if (input->room != NULL) {
        cdc43_wipe(input->room, CDC43_CAPTURE_WINDOW);
        free(input->room);
    }
    if (input->owns_fd) {
        (void)close(input->fd);
    }
    *input = (struct cdc43_capture_input){.fd = -1, .err = CDC43_CAPTURE_END};
}
