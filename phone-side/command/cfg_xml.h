/* SPDX-License-Identifier: MIT */
/* Reading the phone's configuration file cfg.xml. */
#ifndef CDC43_PHONE_CFG_XML_H
#define CDC43_PHONE_CFG_XML_H

#include "phone-side/configure.h"

/* What a file says, with the texts that settings points to. It must stay where it is; wipe and end
 * it with cdc43_phone_cli_end_xml. */
struct cdc43_phone_cli_xml {
    struct cdc43_phone_settings settings;
    char *texts; /* malloc'ed */
    size_t size;
};

/* Reads the elements that are ours out of an XML document, wherever they stand in it; others are
 * left alone. Refused: a DOCTYPE, one of ours with another inside, and when there is none of ours.
 * Exit code: good, or what a message was printed for. path: for messages. */
int cdc43_phone_cli_parse_xml(const char *path, const char *text, size_t len,
                              struct cdc43_phone_cli_xml *ret_xml);
void cdc43_phone_cli_end_xml(struct cdc43_phone_cli_xml *xml);

#endif
