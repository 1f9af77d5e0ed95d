/* SPDX-License-Identifier: MIT */
/* What the command line of cdc43-kea says. */
#ifndef CDC43_KEA_ARGUMENTS_H
#define CDC43_KEA_ARGUMENTS_H

#include "kea-hook/offline/class_test.h"

namespace cdc43_kea {

/* What the command line of a subcommand says; nullptr: nothing. */
struct arguments {
    const char *config = nullptr;
    const char *model = nullptr;
    const char *vendor_class = nullptr; /* another name of model */
    const char *mac = nullptr;
    const char *subnet = nullptr;
    const char *address = nullptr;
    const char *request = nullptr;
    const char *user = nullptr;
    unsigned format = 0; /* enum cdc43_cli_format */
    bool strict = false;
    bool show_secrets = false;
    bool no_kea = false;
    bool installed = false;
};

/* The client that --model, --mac and --request describe. 0, or an exit code after a message. */
int read_client(const arguments &given, client &result);

} // namespace cdc43_kea

#endif
