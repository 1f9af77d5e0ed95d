/* SPDX-License-Identifier: MIT */
/* Certificate requests for a server. */
#include "phone-side/certificates/request.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/certificates/bundle_openssl.h"
#include "phone-side/certificates/text_form.h"
#include "phone-side/scep/base64.h"

bool cdc43_cert_make_request(const struct cdc43_cert_reader *reader, unsigned bits,
                             const char *common_name, struct cdc43_scep_blob *ret_key,
                             struct cdc43_scep_blob *ret_request,
                             struct cdc43_scep_fault *ret_fault) {
    static const struct cdc43_view no_challenge = {NULL, 0};
    struct cdc43_scep_blob key = {0};
    struct cdc43_scep_blob request = {0};
    bool good = cdc43_scep_ossl_make_key(reader->crypto, bits, &key, ret_fault) &&
                cdc43_scep_make_csr(reader->crypto, cdc43_scep_view(&key), common_name,
                                    no_challenge, &request, ret_fault);

    if (good &&
        (!cdc43_cert_put_pem(cdc43_scep_view(&key), "PRIVATE KEY", ret_key) ||
         !cdc43_cert_put_pem(cdc43_scep_view(&request), "CERTIFICATE REQUEST", ret_request))) {
        good = cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    cdc43_scep_blob_end(&key);
    cdc43_scep_blob_end(&request);
    return good;
}

static bool take(const struct cdc43_cert_reader *reader, struct cdc43_view der,
                 struct cdc43_cert_request *ret_request) {
    const unsigned char *at = der.data;
    X509_REQ *request = X509_REQ_new_ex(reader->crypto->context, reader->crypto->properties);
    EVP_PKEY *key = NULL;
    bool good = false;

    if (request != NULL && d2i_X509_REQ(&request, &at, (long)der.len) == NULL) {
        request = NULL; /* it was freed */
    }
    key = request != NULL && at == der.data + der.len ? X509_REQ_get0_pubkey(request) : NULL;
    if (key != NULL && cdc43_cert_put_public_key(key, &ret_request->public_key)) {
        cdc43_scep_ossl_common_name_of(X509_REQ_get_subject_name(request),
                                       ret_request->common_name);
        ret_request->is_signed = X509_REQ_verify_ex(request, key, reader->crypto->context,
                                                    reader->crypto->properties) == 1;
        good = true;
    }
    X509_REQ_free(request);
    ERR_clear_error();
    return good;
}

bool cdc43_cert_read_request(const struct cdc43_cert_reader *reader, uint8_t *octets, size_t len,
                             struct cdc43_cert_request *ret_request) {
    bool utf16 = false;
    bool mark = false;
    const struct cdc43_view text = {octets, cdc43_cert_plain_text(octets, len, &utf16, &mark)};
    struct cdc43_cert_request request = {.is_signed = false};
    uint8_t *const room = malloc(text.len + 1);
    struct cdc43_view der = text;
    size_t at = 0;
    bool good = room != NULL;

    if (good && cdc43_pem_has(text, "")) {
        good = cdc43_pem_next(text, "CERTIFICATE REQUEST", &at, room, &der.len);
        der.data = room;
    }
    good = good && take(reader, der, &request);
    free(room);
    if (good) {
        *ret_request = request;
    }
    return good;
}

void cdc43_cert_request_end(struct cdc43_cert_request *request) {
    cdc43_scep_blob_end(&request->public_key);
    *request = (struct cdc43_cert_request){.is_signed = false};
}
