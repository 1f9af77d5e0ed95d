/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage --for snom: the file by which a phone comes to trust certificates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/snom_xml.h"
#include "phone-side/command/stage_snom.h"

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

/* Links must be good, and one for each certificate. Warns of those that anybody can change. */
static int check_links(const struct cdc43_phone_stage *stage) {
    static const char *const words[] = {
        [CDC43_STAGE_URL_GOOD] = "",
        [CDC43_STAGE_URL_LENGTH] = "a URL of at most 255 characters",
        [CDC43_STAGE_URL_CHARACTER] = "a URL without blanks, quotation marks, # and the like",
        [CDC43_STAGE_URL_SCHEME] = "a URL that begins with http:// or https://",
        [CDC43_STAGE_URL_HOST] = "a URL with a host",
        [CDC43_STAGE_URL_PATH] = "the URL of a file"};
    bool some_plain = false;

    if (stage->url_count != stage->file_count) {
        return cdc43_cli_usage("specify --url once for each certificate");
    }
    for (unsigned i = 0; i < stage->url_count; i++) {
        struct cdc43_view path;
        bool is_plain = false;
        const enum cdc43_stage_url err =
            cdc43_stage_check_url(view_of(stage->url[i]), &path, &is_plain);
        if (err != CDC43_STAGE_URL_GOOD) {
            return cdc43_cli_usage("--url takes %s", words[err]);
        }
        some_plain = some_plain || is_plain;
    }
    if (some_plain) {
        (void)cdc43_cli_fail("warning: http is not encrypted: anyone on the way can give the phone "
                             "another certificate; use it only in a secure network");
    }
    return CDC43_EXIT_GOOD;
}

/* Certificate and key, one after the other. */
static enum cdc43_cert_lack write_both(const struct cdc43_phone_cli_certs *certs,
                                       struct cdc43_scep_blob *ret_pem) {
    struct cdc43_scep_blob cert = {0};
    struct cdc43_scep_blob key = {0};
    enum cdc43_cert_lack lack = cdc43_cert_write_root(certs->reader, &certs->result, &cert, &key);

    if (lack == CDC43_CERT_LACKS_NOTHING &&
        !cdc43_phone_stage_join(cdc43_scep_view(&cert), cdc43_scep_view(&key), ret_pem)) {
        lack = CDC43_CERT_LACKS_MEMORY;
    }
    cdc43_scep_blob_end(&cert);
    cdc43_scep_blob_end(&key);
    return lack;
}

/* One file: its root, judged. In PEM, and when asked for with its key. */
static int take(const struct cdc43_phone_stage *stage, unsigned i,
                struct cdc43_phone_cli_certs *certs, struct cdc43_phone_stage_roots *roots) {
    const char *const path = stage->file[i];
    enum cdc43_cert_lack lack = CDC43_CERT_LACKS_NOTHING;
    int code = cdc43_phone_stage_read(stage, &path, 1, certs);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (certs->bundle.key_count != 0 && !stage->include_key) {
        return cdc43_cli_fail("%s contains a private key, which everyone who fetches the file "
                              "would get; specify the certificate alone%s",
                              path, stage->url_count == 0 ? ", or --include-key" : "");
    }
    lack = stage->include_key
               ? write_both(certs, &roots->pem[i])
               : cdc43_cert_write(certs->reader, &certs->result, NULL, &roots->pem[i]);
    if (lack != CDC43_CERT_LACKS_NOTHING) {
        return cdc43_phone_cli_fail_lack(path, lack);
    }
    roots->count = i + 1;
    code = cdc43_phone_stage_judge(path, cdc43_scep_view(&roots->pem[i]), CDC43_CERT_WARNED, certs);
    if (code == CDC43_EXIT_GOOD &&
        !cdc43_scep_copy(cdc43_scep_view(&certs->bundle.cert[0].der), &roots->der[i])) {
        code = cdc43_cli_fail("out of memory");
    }
    return code;
}

int cdc43_phone_stage_take_roots(const struct cdc43_phone_stage *stage,
                                 struct cdc43_phone_stage_roots *ret_roots) {
    struct cdc43_phone_cli_certs *certs = NULL;
    int code = cdc43_phone_stage_open(stage, &certs);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    for (unsigned i = 0; i < stage->file_count && code == CDC43_EXIT_GOOD; i++) {
        code = take(stage, i, certs, ret_roots);
    }
    cdc43_phone_cli_end_certs(certs);
    return code;
}

void cdc43_phone_stage_end_roots(struct cdc43_phone_stage_roots *roots) {
    for (size_t i = 0; i < CDC43_STAGE_CERTS_MAX; i++) {
        cdc43_scep_blob_end(&roots->pem[i]);
        cdc43_scep_blob_end(&roots->der[i]);
    }
    roots->count = 0;
}

static bool is_same(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* Is that what is read from the file? A PEM text loses its last line end. */
static int compare(const char *name, const struct cdc43_stage_snom *form, struct cdc43_view file) {
    struct cdc43_phone_cli_snom read;
    int code = cdc43_phone_cli_parse_snom(name, (const char *)file.data, file.len, &read);
    bool same = code == CDC43_EXIT_GOOD && read.form.count == form->count &&
                read.form.is_link == form->is_link && read.form.is_wrapped == form->is_wrapped;

    for (size_t i = 0; same && i < form->count; i++) {
        const struct cdc43_view item = {form->item[i].data,
                                        form->item[i].len - (form->is_link ? 0U : 1U)};
        same = form->item[i].data != NULL && is_same(item, read.form.item[i]);
    }
    cdc43_phone_cli_end_snom(&read);
    if (code == CDC43_EXIT_GOOD && !same) {
        code = cdc43_cli_fail("%s: what was written is not what is read", name);
    }
    return code;
}

int cdc43_phone_stage_print_snom(const char *name, const struct cdc43_stage_snom *form,
                                 struct cdc43_scep_blob *ret_file) {
    struct cdc43_phone_writer writer = {NULL, 0, 0};
    int code = CDC43_EXIT_GOOD;

    cdc43_stage_print_snom(form, &writer); /* how long it is */
    writer = (struct cdc43_phone_writer){malloc(writer.len), writer.len, 0};
    if (writer.text == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    cdc43_stage_print_snom(form, &writer);
    *ret_file = (struct cdc43_scep_blob){(uint8_t *)writer.text, writer.len};
    code = compare(name, form, cdc43_scep_view(ret_file));
    return code;
}

int cdc43_phone_stage_snom(const struct cdc43_phone_stage *stage) {
    struct cdc43_phone_stage_roots roots = {0};
    struct cdc43_stage_snom form = {
        .is_wrapped = stage->wrapper, .is_link = stage->url_count != 0, .count = stage->file_count};
    struct cdc43_scep_blob file = {0};
    int code = CDC43_EXIT_GOOD;

    if (stage->out == NULL) {
        return cdc43_cli_usage("--out is missing");
    }
    if (stage->file_count == 0) {
        return cdc43_cli_usage("FILE is missing");
    }
    if (form.is_link && stage->include_key) {
        return cdc43_cli_usage("--include-key is not for links: no key is in that file");
    }
    if (!form.is_link && !form.is_wrapped && form.count > 1) {
        return cdc43_cli_usage("several certificates need --wrapper or --url");
    }
    code = form.is_link ? check_links(stage) : CDC43_EXIT_GOOD;
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_take_roots(stage, &roots);
    }
    for (size_t i = 0; code == CDC43_EXIT_GOOD && i < form.count; i++) {
        form.item[i] = form.is_link ? view_of(stage->url[i]) : cdc43_scep_view(&roots.pem[i]);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_print_snom(stage->out, &form, &file);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_write(stage->out, cdc43_scep_view(&file));
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: written; certificates: %zu, %s\n", stage->out, form.count,
                     form.is_link ? "as links" : "in base64");
    }
    cdc43_scep_blob_end(&file);
    cdc43_phone_stage_end_roots(&roots);
    return code;
}
