/* SPDX-License-Identifier: MIT */
/* systemd-networkd: options 43 and 15 out of the lease that it keeps for an interface. */
#include <stdio.h>
#include <string.h>

#include "cdc43.h"
#include "text.h"

/* Text behind KEY= in a line, or NULL; the line end is taken off. */
static char *value_of(char *line, const char *key) {
    line[strcspn(line, "\r\n")] = '\0';
    return strncmp(line, key, strlen(key)) == 0 ? line + strlen(key) : NULL;
}

/* path: /run/systemd/netif/leases/N, N the interface's index. domain has 256 characters of room.
 * octets must live as long as ret_params. No option 43 in the lease: CDC43_ERR_MISSING. */
enum cdc43_err cdc43_read_lease(const char *path, uint8_t octets[CDC43_OPTION_MAX], char *domain,
                                struct cdc43_params *ret_params, struct cdc43_where *ret_where) {
    FILE *const file = fopen(path, "r");
    enum cdc43_err err = CDC43_ERR_MISSING;
    char line[1024];
    size_t len = 0;

    *ret_where = (struct cdc43_where){0};
    domain[0] = '\0';
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        const char *const hex = value_of(line, "VENDOR_SPECIFIC=");
        const char *const name = value_of(line, "DOMAINNAME=");
        if (hex != NULL) {
            err = cdc43_parse_hex(hex, strlen(hex), octets, CDC43_OPTION_MAX, &len, ret_where);
        }
        if (name != NULL) {
            (void)snprintf(domain, 256, "%s", name);
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    if (err != CDC43_OK || len > CDC43_OPTION_MAX) {
        return err != CDC43_OK ? err : CDC43_ERR_TOO_LONG;
    }
    err = cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, ret_params, ret_where);
    return err != CDC43_OK ? err : cdc43_check_complete(&cdc43_phone, ret_params, ret_where);
}
