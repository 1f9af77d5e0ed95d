/* SPDX-License-Identifier: MIT */
/* The parameters in the form of the phone's configuration file (cfg.xml, S004 table 1). Pure. */
#ifndef CDC43_PHONE_XML_H
#define CDC43_PHONE_XML_H

#include "phone-side/phone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A buffer of this size is always enough: each character of a value can become six. */
#define CDC43_PHONE_XML_MAX 4096

/* What stands in the file for a password that is not shown. */
#define CDC43_PHONE_MASK "********"

/* Writes an XML document, NUL-terminated. Each parameter is one element, in the phone's own words:
 *
 *     <CDC_Server_1_ ua="na">http://10.79.57.91</CDC_Server_1_>
 *     <CDC_Root_CA_Fingerprint_1_ ua="na">12040870625C...</CDC_Root_CA_Fingerprint_1_>
 *     <CDC_Challenge_Password_1_ ua="na">********</CDC_Challenge_Password_1_>
 *     <CDC_Common_Name_1_ ua="na">CP-9871-SEP001A2B3C4D5E.example.nl</CDC_Common_Name_1_>
 *
 * and FIPS_Mode, Enable_802.1X_Authentication, Certificate_Select. What is not configured is empty
 * or, for these three, at the phone's default. The password is masked unless show_secrets.
 * ret_text: SECRET with show_secrets. *ret_len: without the NUL.
 * Error: CDC43_ERR_BUFFER; nothing useful is then in ret_text. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_print_xml(const struct cdc43_phone_state *state,
                                                    bool show_secrets, char *ret_text,
                                                    size_t capacity, size_t *ret_len);

/* The same for parameters that no phone has yet. common_name: as it is to be configured, with its
 * macros; no octets: empty. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_print_params(const struct cdc43_params *params,
                                                       struct cdc43_view common_name,
                                                       bool show_secrets, char *ret_text,
                                                       size_t capacity, size_t *ret_len);

#ifdef __cplusplus
}
#endif

#endif
