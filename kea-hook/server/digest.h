/* SPDX-License-Identifier: MIT */
/* Digests of what is served, with which an operator compares two servers. */
#ifndef CDC43_HOOK_SERVER_DIGEST_H
#define CDC43_HOOK_SERVER_DIGEST_H

#include <string>

#include "kea-hook/config/parameters.h"

namespace cdc43_hook {

/* A digest (hexadecimal) of everything that decides what phones get: parameters, scopes, passwords
 * and keys. The order of profiles, models and scopes in the configuration does not matter. With a
 * password or a key it takes some tenths of a second; see cdc43_hook_derive_from_secrets. Throws
 * std::runtime_error. */
std::string digest_of(const owned_policy &policy);

/* A digest of one profile without its password or key. profile: index. */
std::string digest_without_secrets(const owned_policy &policy, size_t profile);

} // namespace cdc43_hook

#endif
