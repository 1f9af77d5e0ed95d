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
#define CONTROL_C '\003'

/* Reads one line from a terminal that does not show it; the line end does not count. False: it was
 * broken off. */
static bool read_line(int terminal, char *ret_line, size_t size, size_t *ret_len) {
    size_t len = 0;
    ssize_t n = 0;

    while (len + 1 < size && (n = read(terminal, ret_line + len, 1)) == 1 &&
           ret_line[len] != '\n') {
        if (ret_line[len++] == CONTROL_C) {
            break;
        }
    }
    ret_line[len] = '\0';
    *ret_len = len;
    return n >= 0 && (n == 1 || len != 0) && strchr(ret_line, CONTROL_C) == NULL;
}

static char *type_password(const char *question, size_t *ret_len) {
    const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    char *const line = terminal >= 0 ? calloc(1, TYPED_MAX) : NULL;
    struct termios before;
    struct termios hidden;
    bool good = false;

    if (line != NULL && tcgetattr(terminal, &before) == 0) {
        hidden = before;
        hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG); /* nothing ends us before it is shown again */
        hidden.c_cc[VEOL] = CONTROL_C;              /* ends the line, and is seen */
        /* Hidden before it is asked for: what a quick person types must not be seen, or lost. */
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
        (void)cdc43_cli_fail(terminal >= 0 ? "no password was entered"
                                           : "there is no terminal to ask for the password; "
                                             "use --password-file");
        if (line != NULL) {
            cdc43_wipe(line, TYPED_MAX);
        }
        free(line);
        return NULL;
    }
    return line;
}

char *cdc43_phone_cli_password(const char *path, const char *question, size_t *ret_len) {
    return path != NULL ? cdc43_cli_read_secret(path, ret_len) : type_password(question, ret_len);
}
