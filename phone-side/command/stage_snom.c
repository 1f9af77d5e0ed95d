/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage --for snom: the file by which a phone comes to trust certificates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/stage_serve.h"

_Static_assert(CDC43_STAGE_URL_MAX < CDC43_CERT_LINK_MAX, "a link is read whole");

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

static void warn_of_http(void) {
    (void)cdc43_cli_fail("warning: http is not encrypted: anyone on the way can give the phone "
                         "another certificate; use it only in a secure network");
}

/* Links must be good, and one for each certificate. Warns of those that anybody can change. */
static int check_links(const struct cdc43_phone_stage *stage) {
    static const char *const words[] = {
        [CDC43_STAGE_URL_GOOD] = "",
        [CDC43_STAGE_URL_LENGTH] = "a URL of at most 199 characters",
        [CDC43_STAGE_URL_CHARACTER] = "a URL without blanks, quotation marks, # and the like",
        [CDC43_STAGE_URL_SCHEME] = "a URL that begins with http:// or https://",
        [CDC43_STAGE_URL_HOST] = "a URL with a host",
        [CDC43_STAGE_URL_USER] = "a URL without name and password",
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
        warn_of_http();
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

/* Of each file its root. */
struct roots {
    size_t count;
    struct cdc43_scep_blob pem[CDC43_STAGE_CERTS_MAX]; /* SECRET when keys are included */
    struct cdc43_scep_blob der[CDC43_STAGE_CERTS_MAX];
};

/* One file: its root, judged. In PEM, and when asked for with its key. */
static int take(const struct cdc43_phone_stage *stage, unsigned i,
                struct cdc43_phone_cli_certs *certs, struct roots *roots) {
    const char *const path = stage->file[i];
    enum cdc43_cert_lack lack = CDC43_CERT_LACKS_NOTHING;
    int code = cdc43_phone_stage_read(stage, &path, 1, certs);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (certs->bundle.key_count != 0 && !stage->include_key) {
        return cdc43_cli_fail("%s contains a private key, which everyone who fetches the file "
                              "would get; specify the certificate alone%s",
                              path,
                              stage->url_count == 0 && !stage->serve ? ", or --include-key" : "");
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

/* Reads and judges the files. Exit code; it is to be ended in either case. */
static int take_roots(const struct cdc43_phone_stage *stage, struct roots *ret_roots) {
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

static void end_roots(struct roots *roots) {
    for (size_t i = 0; i < CDC43_STAGE_CERTS_MAX; i++) {
        cdc43_scep_blob_end(&roots->pem[i]);
        cdc43_scep_blob_end(&roots->der[i]);
    }
    roots->count = 0;
}

static bool is_same(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* Are there these links and no certificate, or these certificates, with their keys if they were
 * asked for, and no link? */
static bool is_read(const struct cdc43_phone_stage *stage, const struct cdc43_stage_snom *form,
                    const struct roots *roots, const struct cdc43_cert_bundle *bundle) {
    const struct cdc43_cert_file *const file = &bundle->file[0];
    const size_t certs = form->is_link ? 0 : form->count;
    bool same = file->form == CDC43_CERT_XML && !file->unparsed && file->wrong_line == 0 &&
                file->links == form->count - certs && bundle->count == certs &&
                bundle->key_count == (stage->include_key ? certs : 0);

    for (size_t i = 0; same && i < form->count; i++) {
        same = form->is_link ? is_same(form->item[i], view_of(file->link[i]))
                             : is_same(cdc43_scep_view(&roots->der[i]),
                                       cdc43_scep_view(&bundle->cert[i].der));
    }
    return same;
}

/* Reads the file as cert-check does. Exit code. */
static int compare(const struct cdc43_phone_stage *stage, const char *name,
                   const struct cdc43_stage_snom *form, const struct roots *roots,
                   struct cdc43_view octets) {
    struct cdc43_phone_cli_certs *certs = NULL;
    struct cdc43_scep_blob copy = {0}; /* reading changes it */
    int code = cdc43_phone_stage_open(stage, &certs);

    if (code == CDC43_EXIT_GOOD && !cdc43_scep_copy(octets, &copy)) {
        code = cdc43_cli_fail("out of memory");
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_add_certs(certs->reader, name, copy.data, copy.len, NULL,
                                         &certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD && !is_read(stage, form, roots, &certs->bundle)) {
        code = cdc43_cli_fail("%s: what is to be written is not what is read%s", name,
                              certs->bundle.file[0].unparsed ? ": built without expat" : "");
    }
    cdc43_scep_blob_end(&copy);
    cdc43_phone_cli_end_certs(certs);
    return code;
}

/* Makes the XML file and reads it again. name: for messages. Exit code; it is to be ended in either
 * case. */
static int print_file(const struct cdc43_phone_stage *stage, const char *name,
                      const struct cdc43_stage_snom *form, const struct roots *roots,
                      struct cdc43_scep_blob *ret_file) {
    struct cdc43_phone_writer writer = {NULL, 0, 0};

    cdc43_stage_print_snom(form, &writer); /* how long it is */
    writer = (struct cdc43_phone_writer){malloc(writer.len), writer.len, 0};
    if (writer.text == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    cdc43_stage_print_snom(form, &writer);
    *ret_file = (struct cdc43_scep_blob){(uint8_t *)writer.text, writer.len};
    return compare(stage, name, form, roots, cdc43_scep_view(ret_file));
}

static int write_file(const struct cdc43_phone_stage *stage) {
    struct roots roots = {0};
    struct cdc43_stage_snom form = {
        .is_wrapped = stage->wrapper, .is_link = stage->url_count != 0, .count = stage->file_count};
    struct cdc43_scep_blob file = {0};
    int code = form.is_link ? check_links(stage) : CDC43_EXIT_GOOD;

    if (code == CDC43_EXIT_GOOD) {
        code = take_roots(stage, &roots);
    }
    for (size_t i = 0; code == CDC43_EXIT_GOOD && i < form.count; i++) {
        form.item[i] = form.is_link ? view_of(stage->url[i]) : cdc43_scep_view(&roots.pem[i]);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = print_file(stage, stage->out, &form, &roots, &file);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_write(stage->out, cdc43_scep_view(&file));
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: written; certificates: %zu, %s\n", stage->out, form.count,
                     form.is_link ? "as links" : "in base64");
    }
    cdc43_scep_blob_end(&file);
    end_roots(&roots);
    return code;
}

/* Where the file is on the server. */
static const char site_path[] = "/snom.xml";
#define SITE_COUNT 100
#define SITE_SECONDS 3600

/* The certificates under the paths of their links, which must be different. */
static int add_certs(const struct roots *roots, const struct cdc43_stage_snom *form,
                     struct cdc43_phone_stage_server *server) {
    for (size_t i = 0; i < form->count; i++) {
        struct cdc43_view path = {NULL, 0};
        bool is_plain = false;
        if (cdc43_stage_check_url(form->item[i], &path, &is_plain) != CDC43_STAGE_URL_GOOD) {
            return cdc43_cli_fail("the address is too long for a link");
        }
        for (size_t k = 0; k < server->file_count; k++) {
            if (is_same(path, server->file[k].path)) {
                return cdc43_cli_usage("--url takes different paths for --serve, and not %s",
                                       site_path);
            }
        }
        server->file[server->file_count++] =
            (struct cdc43_phone_stage_file){.path = path,
                                            .type = "application/x-x509-ca-cert",
                                            .octets = cdc43_scep_view(&roots->der[i])};
    }
    return CDC43_EXIT_GOOD;
}

/* Links to the server itself, unless there are others. Exit code. */
static int set_links(const struct cdc43_phone_stage *stage,
                     const struct cdc43_phone_stage_server *server,
                     char urls[CDC43_STAGE_CERTS_MAX][CDC43_STAGE_URL_MAX + 1],
                     struct cdc43_stage_snom *form) {
    if (stage->url_count == 0 && server->is_anywhere) {
        return cdc43_cli_usage(
            "--listen on all addresses needs --url: how phones reach the server");
    }
    for (size_t i = 0; i < form->count; i++) {
        (void)snprintf(urls[i], CDC43_STAGE_URL_MAX + 1, "%.120s/trusted_cert%zu.DER", server->base,
                       i + 1);
        form->item[i] = view_of(stage->url_count != 0 ? stage->url[i] : urls[i]);
    }
    if (stage->url_count == 0) {
        warn_of_http();
    }
    return CDC43_EXIT_GOOD;
}

static int serve_roots(const struct cdc43_phone_stage *stage, const struct roots *roots,
                       struct cdc43_phone_stage_server *server) {
    struct cdc43_stage_snom form = {
        .is_wrapped = stage->wrapper, .is_link = true, .count = roots->count};
    char urls[CDC43_STAGE_CERTS_MAX][CDC43_STAGE_URL_MAX + 1];
    struct cdc43_scep_blob file = {0};
    int code = set_links(stage, server, urls, &form);

    if (code == CDC43_EXIT_GOOD) {
        code = print_file(stage, site_path, &form, roots, &file);
    }
    if (code == CDC43_EXIT_GOOD) {
        server->file[server->file_count++] = (struct cdc43_phone_stage_file){
            .path = view_of(site_path), .type = "text/xml", .octets = cdc43_scep_view(&file)};
        code = add_certs(roots, &form, server);
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s%s\n", server->base, site_path);
        (void)fflush(stdout);
        code = cdc43_phone_stage_serve(server, stage->count != 0 ? stage->count : SITE_COUNT,
                                       stage->seconds != 0 ? stage->seconds : SITE_SECONDS);
    }
    cdc43_scep_blob_end(&file);
    return code;
}

static int serve(const struct cdc43_phone_stage *stage) {
    struct roots roots = {0};
    struct cdc43_phone_stage_server server;
    int code = stage->url_count != 0 ? check_links(stage) : CDC43_EXIT_GOOD;

    if (code == CDC43_EXIT_GOOD) {
        code = take_roots(stage, &roots);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_listen(stage->listen != NULL ? stage->listen : "127.0.0.1:0",
                                        &server);
        if (code == CDC43_EXIT_GOOD) {
            code = serve_roots(stage, &roots, &server);
            cdc43_phone_stage_close_server(&server);
        }
    }
    end_roots(&roots);
    return code;
}

int cdc43_phone_stage_snom(const struct cdc43_phone_stage *stage) {
    if (stage->serve == (stage->out != NULL)) {
        return cdc43_cli_usage("specify --out or --serve");
    }
    if (!stage->serve && (stage->listen != NULL || stage->count != 0 || stage->seconds != 0)) {
        return cdc43_cli_usage("--listen, --count and --timeout need --serve");
    }
    if (stage->file_count == 0) {
        return cdc43_cli_usage("FILE is missing");
    }
    if (stage->include_key && (stage->serve || stage->url_count != 0)) {
        return cdc43_cli_usage("--include-key is not for links: no key is in that file");
    }
    if (!stage->serve && !stage->wrapper && stage->url_count == 0 && stage->file_count > 1) {
        return cdc43_cli_usage("several certificates need --wrapper or --url");
    }
    return stage->serve ? serve(stage) : write_file(stage);
}
