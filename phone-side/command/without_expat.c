/* SPDX-License-Identifier: MIT */
/* What a cdc43-phone that was built without expat says about cfg.xml. */
#include "phone-side/command/cfg_xml.h"
#include "phone-side/command/command.h"

int cdc43_phone_cli_parse_xml(const char *path, const char *text, size_t len,
                              struct cdc43_phone_cli_xml *ret_xml) {
    (void)text;
    (void)len;
    *ret_xml = (struct cdc43_phone_cli_xml){.size = 0};
    return cdc43_cli_fail("%s: this cdc43-phone was built without expat and cannot read XML", path);
}

void cdc43_phone_cli_end_xml(struct cdc43_phone_cli_xml *xml) {
    (void)xml;
}
