/* SPDX-License-Identifier: MIT */
/* The command line of cdc43-kea. */
#ifndef CDC43_KEA_ARGUMENTS_H
#define CDC43_KEA_ARGUMENTS_H

#include <string>

#include "kea-hook/offline/expression.h"

namespace cdc43_kea {

/* The command line of a subcommand. */
struct arguments {
    std::string config = {};
    std::string model = {};
    std::string mac = {};
    std::string subnet = {};
    std::string address = {};
    std::string request = {};
    bool is_json = false;
    bool strict = false;
    bool show_secrets = false;
};

/* Reads the arguments behind a subcommand's name, which is argv[0]. allowed: its options, with
 * blanks between. 0, or an exit code after a message. */
int read_arguments(int argc, char **argv, const char *allowed, arguments &result);

/* The client that --model, --mac and --request describe. 0, or an exit code after a message. */
int read_client(const arguments &given, client &result);

} // namespace cdc43_kea

#endif
