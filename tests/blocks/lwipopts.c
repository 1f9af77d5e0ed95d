// SPDX-License-Identifier: MIT
// The line of tlv/examples/README.md, as lwIP takes it.
BLOCK;
#include LWIP_HOOK_FILENAME
