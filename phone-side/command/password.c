/* SPDX-License-Identifier: MIT */
/* A password from a file or from a person, never from the command line. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"

#define TYPED_MAX 1024

/* Reads one line from a terminal that does not show it; the line end does not count. */
static bool read_line(int terminal, char *ret_line, size_t size, size_t *ret_len) {
    size_t len = 0;
    ssize_t n = 0;

    while (len + 1 < size && (n = read(terminal, ret_line + len, 1)) == 1 &&
           ret_line[len] != '\n') {
        len++;
    }
    ret_line[len] = '\0';
    *ret_len = len;
    return n >= 0 && (n == 1 || len != 0);
}

static char *type_password(const char *question, size_t *ret_len) {
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    char *const line = terminal >= 0 ? calloc(1, TYPED_MAX) : NULL;
    struct termios before;
    struct termios hidden;
    bool good = false;

    if (line != NULL && tcgetattr(terminal, &before) == 0) {
        hidden = before;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        /* Hidden before it is asked for: whoever is quick must not be seen, or lost. */
        good = tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 &&
               dprintf(terminal, "%s: ", question) > 0 &&
               read_line(terminal, line, TYPED_MAX, ret_len);
        (void)tcsetattr(terminal, TCSAFLUSH, &before);
        (void)dprintf(terminal, "\n");
    }
    if (terminal >= 0) {
        (void)close(terminal);
    }
    if (!good) {
        free(line);
        return NULL;
    }
    return line;
}

char *cdc43_phone_cli_password(const char *path, const char *question, size_t *ret_len) {
    char *password = NULL;

    if (path != NULL) {
        return cdc43_cli_read_secret(path, ret_len);
    }
    password = type_password(question, ret_len);
    if (password == NULL) {
        (void)cdc43_cli_fail("there is no terminal to ask for the password; --password-file names "
                             "a file with it");
    }
    return password;
}
