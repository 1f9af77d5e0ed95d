/* SPDX-License-Identifier: MIT */
/* What a cdc43-phone that was built without expat says about XML. */
#include "phone-side/command/cfg_xml.h"
#include "phone-side/command/command.h"
#include "phone-side/command/snom_xml.h"

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

int cdc43_phone_cli_parse_snom(const char *path, const char *text, size_t len,
                               struct cdc43_phone_cli_snom *ret_snom) {
    (void)text;
    (void)len;
    *ret_snom = (struct cdc43_phone_cli_snom){.size = 0};
    return cdc43_cli_fail("%s: this cdc43-phone was built without expat and cannot read XML", path);
}

void cdc43_phone_cli_end_snom(struct cdc43_phone_cli_snom *snom) {
    (void)snom;
}
