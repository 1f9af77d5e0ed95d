/* SPDX-License-Identifier: MIT */
/* Whether the challenge password of a certificate request was made for its Common Name. */
#ifndef CDC43_KEA_VERIFY_H
#define CDC43_KEA_VERIFY_H

/* The subcommand verify-csr: argv[0] is its name; the request comes from standard input. Exit code,
 * after a message unless it is 0. No exception leaves. */
int cdc43_kea_verify_request(int argc, char **argv);

#endif
