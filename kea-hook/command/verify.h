/* SPDX-License-Identifier: MIT */
/* Whether the challenge password of a certificate request was made for its Common Name. */
#ifndef CDC43_KEA_VERIFY_H
#define CDC43_KEA_VERIFY_H

#include "tlv/command/options.h"

namespace cdc43_kea {

/* The subcommand verify-csr; the request comes from standard input. Exit code, after a message
 * unless it is 0. No exception leaves. */
extern const cdc43_cli_subcommand verify_csr;

} // namespace cdc43_kea

#endif
