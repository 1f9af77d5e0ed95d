/* SPDX-License-Identifier: MIT */
/* One exchange with a CA, from its capabilities to the new pair. */
#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/base64.h"
#include "phone-side/scep/crypto.h"
#include "phone-side/scep/files.h"

/* What an exchange works with, from beginning to end. */
struct work {
    const struct cdc43_scep_config *config;
    const struct cdc43_scep_env *env;
    struct cdc43_scep_seen *seen;
    struct cdc43_scep_fault *fault;
    struct cdc43_scep_crypto *crypto;
    struct cdc43_scep_ca ca;
    struct cdc43_scep_blob csr; /* SECRET: holds the challenge */
    struct cdc43_scep_blob self_signed;
    struct cdc43_scep_blob key; /* SECRET */
    unsigned sends;             /* of this request before, without a response */
};

static void report(const struct work *work, enum cdc43_scep_step step) {
    if (work->env->progress != NULL) {
        work->env->progress(work->env->context, step);
    }
}

/* Servers, and what is between, also send base64, PEM, or a line feed after the octets. A list of
 * certificates in PEM is left to its reader. */
static bool unwrap(struct cdc43_scep_blob *body) {
    struct cdc43_scep_blob der = {0};
    const struct cdc43_view text = cdc43_scep_view(body);
    uint8_t *const octets = malloc(text.len + 1);
    size_t len = 0;

    if (octets != NULL && !cdc43_pem_has(text, "CERTIFICATE") &&
        cdc43_der_unwrap(text, octets, &len) &&
        cdc43_scep_copy((struct cdc43_view){octets, len}, &der)) {
        cdc43_scep_blob_end(body);
        *body = der;
    }
    free(octets);
    return true;
}

/* A GET without message. */
static bool get(const struct work *work, enum cdc43_scep_operation operation,
                struct cdc43_scep_blob *ret_body) {
    char url[CDC43_SCEP_URL_MAX];
    struct cdc43_scep_response response = {0};
    const struct cdc43_scep_http_request request = {.url = url};

    if (!cdc43_scep_build_url(work->config->server, operation, url, work->fault) ||
        !work->env->transport->exchange(work->env->transport->context, &request, &response,
                                        work->fault)) {
        return false;
    }
    *ret_body = response.body;
    return true;
}

/* A server that responds to GetCACaps with an error has none (RFC 8894 3.5.1); one that cannot be
 * reached or does not respond will not do better with the next question. */
static bool ask_capabilities(struct work *work) {
    struct cdc43_scep_blob body = {0};

    report(work, CDC43_SCEP_STEP_CAPABILITIES);
    if (!get(work, CDC43_SCEP_GET_CA_CAPS, &body)) {
        return work->fault->err == CDC43_SCEP_ERR_HTTP;
    }
    work->seen->capabilities = cdc43_scep_parse_capabilities(cdc43_scep_view(&body));
    work->seen->capabilities_known = work->seen->capabilities != 0;
    cdc43_scep_blob_end(&body);
    return true;
}

static bool ask_ca(struct work *work) {
    struct cdc43_scep_blob body = {0};
    struct cdc43_scep_certs certs = {0};
    bool good;

    report(work, CDC43_SCEP_STEP_CA);
    if (!get(work, CDC43_SCEP_GET_CA_CERT, &body)) {
        return false;
    }
    (void)unwrap(&body);
    good = cdc43_scep_read_certs(work->crypto, cdc43_scep_view(&body), &certs, work->fault) &&
           cdc43_scep_trust_ca(work->crypto, &certs, work->config->fingerprint, work->env->now,
                               &work->ca, work->fault);
    cdc43_scep_certs_end(&certs);
    cdc43_scep_blob_end(&body);
    if (good) {
        work->seen->ca_trusted = true;
        work->seen->ca_not_after = work->ca.root_not_after;
        report(work, CDC43_SCEP_STEP_CA_TRUSTED);
    }
    return good;
}

/* Everything that comes before a request, whatever it is. */
static bool begin(struct work *work) {
    *work->seen = (struct cdc43_scep_seen){0};
    return cdc43_scep_crypto_open(work->config->fips, work->config->allow_legacy, &work->crypto,
                                  work->fault) &&
           ask_capabilities(work) && ask_ca(work);
}

static void end(struct work *work) {
    cdc43_scep_blob_end(&work->csr);
    cdc43_scep_blob_end(&work->self_signed);
    cdc43_scep_blob_end(&work->key);
    cdc43_scep_certs_end(&work->ca.certs);
    cdc43_scep_crypto_close(work->crypto);
}

static bool send_post(const struct work *work, struct cdc43_view message,
                      struct cdc43_scep_response *ret_response) {
    char url[CDC43_SCEP_URL_MAX];
    const struct cdc43_scep_http_request request = {url, true, message};

    return cdc43_scep_build_url(work->config->server, CDC43_SCEP_PKI_OPERATION, url, work->fault) &&
           work->env->transport->exchange(work->env->transport->context, &request, ret_response,
                                          work->fault);
}

static bool send_get(const struct work *work, struct cdc43_view message,
                     struct cdc43_scep_response *ret_response) {
    char *const url = malloc(CDC43_SCEP_URL_MAX + cdc43_scep_message_room(message.len));
    const struct cdc43_scep_http_request request = {.url = url};
    bool good = false;

    if (url == NULL) {
        return cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    if (cdc43_scep_build_url(work->config->server, CDC43_SCEP_PKI_OPERATION, url, work->fault)) {
        cdc43_scep_put_message(message, url + strlen(url));
        good = work->env->transport->exchange(work->env->transport->context, &request, ret_response,
                                              work->fault);
    }
    free(url);
    return good;
}

/* A fault of the request, not of what came before. A registration authority that was left out may
 * be why the CA could not read it, or why its response is not recognized. */
static bool blame_request(const struct work *work) {
    struct cdc43_scep_fault *const fault = work->fault;

    if (fault->err == CDC43_SCEP_ERR_HTTP) {
        fault->err = CDC43_SCEP_ERR_HTTP_REQUEST;
    }
    if (fault->err == CDC43_SCEP_ERR_HTTP_REQUEST || fault->err == CDC43_SCEP_ERR_REPLY_FORMAT ||
        fault->err == CDC43_SCEP_ERR_REPLY_SIGNATURE ||
        (fault->err == CDC43_SCEP_ERR_REJECTED &&
         fault->number == CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK)) {
        cdc43_scep_set_left_out(fault, work->ca.left_out);
    }
    return false;
}

/* POST where it is offered, RFC 8894 4.1. */
static bool send_message(struct work *work, struct cdc43_scep_message *message,
                         struct cdc43_scep_reply *ret_reply) {
    const bool post = (work->seen->capabilities & CDC43_SCEP_CAP_POST) != 0;
    uint8_t nonce[CDC43_SCEP_NONCE_SIZE];
    struct cdc43_scep_blob octets = {0};
    struct cdc43_scep_response response = {0};
    bool good;

    message->nonce = nonce;
    message->recipient = cdc43_scep_view(&work->ca.certs.cert[work->ca.recipient]);
    message->cipher = cdc43_scep_pick_cipher(work->config, work->seen->capabilities);
    message->digest = cdc43_scep_pick_digest(work->config, work->seen->capabilities);
    message->oaep = work->config->oaep;
    if (!cdc43_scep_make_nonce(work->crypto, nonce, work->fault) ||
        !cdc43_scep_build_message(work->crypto, message, &octets, work->fault)) {
        message->nonce = NULL;
        return false;
    }
    report(work, CDC43_SCEP_STEP_REQUEST);
    good = post ? send_post(work, cdc43_scep_view(&octets), &response)
                : send_get(work, cdc43_scep_view(&octets), &response);
    cdc43_scep_blob_end(&octets);
    (void)unwrap(&response.body);
    good = good && cdc43_scep_read_reply(work->crypto, cdc43_scep_view(&response.body), &work->ca,
                                         message, ret_reply, work->fault);
    cdc43_scep_blob_end(&response.body);
    message->nonce = NULL;
    if (good) {
        report(work, CDC43_SCEP_STEP_REPLY);
    }
    return good || blame_request(work);
}

/* The certificate and key that sign. self: the self-signed one and the new key. */
static bool pick_signer(const struct work *work, enum cdc43_scep_signer signer,
                        const struct cdc43_scep_signers *signers,
                        struct cdc43_scep_message *ret_message) {
    const struct cdc43_scep_pair *pair = NULL;

    switch (signer) {
    case CDC43_SCEP_SELF:
        ret_message->signer_cert = cdc43_scep_view(&work->self_signed);
        ret_message->signer_key = cdc43_scep_view(&work->key);
        return true;
    case CDC43_SCEP_MIC:
        pair = signers->mic;
        break;
    case CDC43_SCEP_INSTALLED:
        pair = signers->installed;
        break;
    }
    if (pair == NULL || pair->cert.len == 0) {
        return cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_NO_SIGNER, 0, NULL);
    }
    ret_message->signer_cert = cdc43_scep_view(&pair->cert);
    ret_message->signer_key = cdc43_scep_view(&pair->key);
    return true;
}

static bool take_pair(const struct work *work, const struct cdc43_scep_reply *reply,
                      enum cdc43_scep_method method, const struct cdc43_scep_signers *signers,
                      struct cdc43_scep_pair *ret_pair) {
    const bool renews = cdc43_scep_plan_of(method).renews && signers->installed != NULL;
    const struct cdc43_scep_wanted wanted = {
        .key = cdc43_scep_view(&work->key),
        .common_name = work->config->common_name,
        .previous =
            renews ? cdc43_scep_view(&signers->installed->cert) : (struct cdc43_view){NULL, 0},
        .now = work->env->now,
    };

    return cdc43_scep_take_issued(work->crypto, &reply->certs, &work->ca, &wanted, ret_pair,
                                  work->fault);
}

/* The key of an unanswered request, so that the CA knows the transaction again, or a new one. */
static bool get_key(struct work *work, const struct cdc43_scep_pending *request) {
    const unsigned bits = work->config->key_bits != 0 ? work->config->key_bits : 2048;

    if (request->unanswered != 0 && request->unanswered < CDC43_SCEP_SENDS_MAX &&
        strcmp(request->common_name, work->config->common_name) == 0) {
        work->sends = request->unanswered;
        return cdc43_scep_copy(cdc43_scep_view(&request->key), &work->key) ||
               cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    report(work, CDC43_SCEP_STEP_KEY);
    return cdc43_scep_make_key(work->crypto, bits, &work->key, work->fault);
}

/* Key, request, and the certificate for itself. */
static bool make_request(struct work *work, const struct cdc43_scep_plan *plan,
                         const struct cdc43_scep_pending *request,
                         char ret_transaction[CDC43_SCEP_TRANSACTION_MAX + 1]) {
    const struct cdc43_view none = {NULL, 0};
    const struct cdc43_scep_config *const config = work->config;

    return get_key(work, request) &&
           cdc43_scep_make_csr(work->crypto, cdc43_scep_view(&work->key), config->common_name,
                               plan->challenge ? config->challenge_password : none, &work->csr,
                               work->fault) &&
           (plan->signer != CDC43_SCEP_SELF ||
            cdc43_scep_make_self_signed(work->crypto, cdc43_scep_view(&work->key),
                                        config->common_name, work->env->now, &work->self_signed,
                                        work->fault)) &&
           cdc43_scep_make_transaction(work->crypto, cdc43_scep_view(&work->key), ret_transaction,
                                       work->fault);
}

/* What a poll, or sending it again, will need; kept before it is sent. */
static bool keep_request(struct work *work, enum cdc43_scep_method method,
                         const struct cdc43_scep_message *message,
                         struct cdc43_scep_pending *request) {
    struct cdc43_scep_pending kept = {
        .method = method,
        .since = work->env->now,
        .next_at = work->env->now + cdc43_scep_poll_delay(0),
        .unanswered = work->sends + 1,
    };

    memcpy(kept.transaction, message->transaction, strlen(message->transaction));
    memcpy(kept.common_name, work->config->common_name, strlen(work->config->common_name));
    cdc43_scep_pending_end(request);
    *request = kept;
    if (!cdc43_scep_copy(message->signer_cert, &request->signer) ||
        !cdc43_scep_copy(cdc43_scep_view(&work->key), &request->key)) {
        return cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    return work->env->keep == NULL ||
           work->env->keep(work->env->keep_context, request, work->fault);
}

static enum cdc43_scep_result ask(struct work *work, enum cdc43_scep_method method,
                                  const struct cdc43_scep_signers *signers,
                                  struct cdc43_scep_pair *ret_pair,
                                  struct cdc43_scep_pending *request) {
    const struct cdc43_scep_plan plan = cdc43_scep_plan_of(method);
    char transaction[CDC43_SCEP_TRANSACTION_MAX + 1];
    struct cdc43_scep_message message = {.type = plan.type, .transaction = transaction};
    struct cdc43_scep_reply reply = {0};
    bool good = false;

    if (!begin(work) || !make_request(work, &plan, request, transaction) ||
        !pick_signer(work, plan.signer, signers, &message)) {
        return CDC43_SCEP_FAILED; /* what was unanswered still is */
    }
    message.content = cdc43_scep_view(&work->csr);
    if (!keep_request(work, method, &message, request)) {
        cdc43_scep_pending_end(request);
        return CDC43_SCEP_FAILED;
    }
    if (!send_message(work, &message, &reply)) {
        if (!cdc43_scep_is_unanswered(work->fault)) {
            cdc43_scep_pending_end(request);
        }
        return CDC43_SCEP_FAILED;
    }
    if (reply.status == CDC43_SCEP_STATUS_PENDING) {
        request->unanswered = 0;
        return CDC43_SCEP_PENDING;
    }
    cdc43_scep_pending_end(request);
    good = take_pair(work, &reply, method, signers, ret_pair);
    cdc43_scep_certs_end(&reply.certs);
    return good ? CDC43_SCEP_DONE : CDC43_SCEP_FAILED;
}

enum cdc43_scep_result
cdc43_scep_enrol(const struct cdc43_scep_config *config, enum cdc43_scep_method method,
                 const struct cdc43_scep_signers *signers, const struct cdc43_scep_env *env,
                 struct cdc43_scep_seen *ret_seen, struct cdc43_scep_pair *ret_pair,
                 struct cdc43_scep_pending *request, struct cdc43_scep_fault *ret_fault) {
    struct work work = {.config = config, .env = env, .seen = ret_seen, .fault = ret_fault};
    const enum cdc43_scep_result result = ask(&work, method, signers, ret_pair, request);

    end(&work);
    return result;
}

/* The pair that signed the request: what it was then, or nothing if that is gone. */
static bool find_signer(struct work *work, const struct cdc43_scep_signers *signers,
                        const struct cdc43_scep_pending *pending,
                        struct cdc43_scep_message *ret_message) {
    const enum cdc43_scep_signer signer = cdc43_scep_plan_of(pending->method).signer;

    if (!cdc43_scep_copy(cdc43_scep_view(&pending->key), &work->key) ||
        !cdc43_scep_copy(cdc43_scep_view(&pending->signer), &work->self_signed)) {
        return cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    if (!pick_signer(work, signer, signers, ret_message)) {
        return false;
    }
    if (pending->signer.len == 0 || ret_message->signer_cert.len != pending->signer.len ||
        memcmp(ret_message->signer_cert.data, pending->signer.data, pending->signer.len) != 0) {
        return cdc43_scep_fail(work->fault, CDC43_SCEP_ERR_NO_SIGNER, 0, NULL);
    }
    return true;
}

static enum cdc43_scep_result ask_again(struct work *work, const struct cdc43_scep_signers *signers,
                                        const struct cdc43_scep_pending *pending,
                                        struct cdc43_scep_pair *ret_pair) {
    struct cdc43_scep_message message = {.type = CDC43_SCEP_CERT_POLL,
                                         .transaction = pending->transaction};
    struct cdc43_scep_reply reply = {0};
    bool good = false;

    if (!find_signer(work, signers, pending, &message) || !begin(work) ||
        !cdc43_scep_make_issuer_and_subject(work->crypto,
                                            cdc43_scep_view(&work->ca.certs.cert[work->ca.issuer]),
                                            pending->common_name, &work->csr, work->fault)) {
        return CDC43_SCEP_FAILED;
    }
    message.content = cdc43_scep_view(&work->csr);
    if (!send_message(work, &message, &reply)) {
        return CDC43_SCEP_FAILED;
    }
    if (reply.status == CDC43_SCEP_STATUS_PENDING) {
        return CDC43_SCEP_PENDING;
    }
    good = take_pair(work, &reply, pending->method, signers, ret_pair);
    cdc43_scep_certs_end(&reply.certs);
    return good ? CDC43_SCEP_DONE : CDC43_SCEP_FAILED;
}

/* The end of a certificate; CDC43_SCEP_NO_CLOCK if there is none. */
static int64_t end_of(const struct cdc43_scep_pair *pair) {
    struct cdc43_scep_info info = {.not_after = CDC43_SCEP_NO_CLOCK};
    struct cdc43_scep_fault unused;

    return pair != NULL && pair->cert.len != 0 &&
                   cdc43_scep_describe(cdc43_scep_view(&pair->cert), &info, &unused)
               ? info.not_after
               : CDC43_SCEP_NO_CLOCK;
}

enum cdc43_scep_result
cdc43_scep_poll(const struct cdc43_scep_config *config, const struct cdc43_scep_signers *signers,
                const struct cdc43_scep_env *env, struct cdc43_scep_pending *pending,
                struct cdc43_scep_seen *ret_seen, struct cdc43_scep_pair *ret_pair,
                struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_config asked = *config;
    struct work work = {.config = &asked, .env = env, .seen = ret_seen, .fault = ret_fault};
    enum cdc43_scep_result result = CDC43_SCEP_FAILED;

    asked.common_name = pending->common_name;
    *ret_seen = (struct cdc43_scep_seen){0};
    if (cdc43_scep_is_polled_out(pending, env->now, end_of(signers->installed))) {
        (void)cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_POLLED_OUT, 0, NULL);
        return CDC43_SCEP_FAILED;
    }
    result = ask_again(&work, signers, pending, ret_pair);
    end(&work);
    pending->polls++;
    pending->next_at = env->now + cdc43_scep_poll_delay(pending->polls);
    return result;
}

/* The list that the CA signed, and the root in it. */
static bool take_next(struct work *work, struct cdc43_scep_next_ca *ret_next) {
    struct cdc43_scep_next_ca next = {.fetched_at = work->env->now,
                                      .digest_len = work->config->fingerprint.len};
    struct cdc43_scep_certs certs = {0};
    struct cdc43_scep_blob body = {0};
    const bool good =
        get(work, CDC43_SCEP_GET_NEXT_CA_CERT, &body) && unwrap(&body) &&
        cdc43_scep_read_next_ca(work->crypto, cdc43_scep_view(&body), &work->ca, &certs,
                                work->fault) &&
        cdc43_scep_pick_next_root(work->crypto, &certs, work->config->fingerprint, work->env->now,
                                  &next.root, next.fingerprint, work->fault);

    cdc43_scep_certs_end(&certs);
    cdc43_scep_blob_end(&body);
    if (good) {
        memcpy(next.announcer, work->config->fingerprint.data, next.digest_len);
        *ret_next = next;
    }
    return good;
}

bool cdc43_scep_ask_next_ca(const struct cdc43_scep_config *config,
                            const struct cdc43_scep_env *env, struct cdc43_scep_next_ca *ret_next,
                            struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_seen seen = {0};
    struct work work = {.config = config, .env = env, .seen = &seen, .fault = ret_fault};
    bool good = begin(&work);

    if (good && (seen.capabilities & CDC43_SCEP_CAP_GET_NEXT_CA_CERT) == 0) {
        good = cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED, 0, NULL);
    }
    good = good && take_next(&work, ret_next);
    end(&work);
    return good;
}

bool cdc43_scep_check_ca(const struct cdc43_scep_config *config, const struct cdc43_scep_env *env,
                         struct cdc43_scep_seen *ret_seen, struct cdc43_scep_fault *ret_fault) {
    struct work work = {.config = config, .env = env, .seen = ret_seen, .fault = ret_fault};
    const bool good = begin(&work);

    end(&work);
    return good;
}
