/* SPDX-License-Identifier: MIT */
/* A small HTTP server for a few files that are in memory; POSIX. */
#ifndef CDC43_PHONE_STAGE_SERVE_H
#define CDC43_PHONE_STAGE_SERVE_H

#include "phone-side/command/stage.h"

#define CDC43_STAGE_FILES_MAX (CDC43_STAGE_CERTS_MAX + 1)

struct cdc43_phone_stage_file {
    struct cdc43_view path; /* "/snom.xml" */
    const char *type;
    struct cdc43_view octets;
    unsigned fetched; /* how often */
};

struct cdc43_phone_stage_server {
    int listener;
    int signals;                    /* SIGINT and SIGTERM */
    bool is_anywhere;               /* it listens on all addresses */
    char base[CDC43_STAGE_URL_MAX]; /* "http://127.0.0.1:8080" */
    size_t file_count;
    struct cdc43_phone_stage_file file[CDC43_STAGE_FILES_MAX];
};

/* Listens on "ADDRESS:PORT", "[ADDRESS]:PORT" for IPv6; port 0: a free one. Exit code; good: end it
 * with cdc43_phone_stage_close_server. */
int cdc43_phone_stage_listen(const char *where, struct cdc43_phone_stage_server *ret_server);
void cdc43_phone_stage_close_server(const struct cdc43_phone_stage_server *server);

/* Serves until count requests were responded to, the seconds are over, or a signal comes; says a
 * line about each request. Exit code. */
int cdc43_phone_stage_serve(struct cdc43_phone_stage_server *server, unsigned count,
                            unsigned seconds);

#endif
