/* SPDX-License-Identifier: MIT */
/* One check: what is stored, what is due, what became of it. */
#include "phone-side/scep/agent.h"

#include <string.h>

#include "phone-side/scep/files.h"
#include "phone-side/scep/pending.h"

/* What the store holds. */
struct stored {
    struct cdc43_scep_life life;
    bool is_overtaken; /* another pair came or went after life and pending were stored */
    struct cdc43_scep_pair pair;
    struct cdc43_scep_pending pending;
    bool has_pair;
    bool has_pending;
};

static void end(struct stored *stored) {
    cdc43_scep_pair_end(&stored->pair);
    cdc43_scep_pending_end(&stored->pending);
}

static const char unreadable[] = "unreadable";

/* What a life calls the pair that is stored. */
static bool name_pair(const struct cdc43_scep_store *store,
                      char ret_name[CDC43_SCEP_CERTIFICATE_MAX + 1],
                      struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_info info;
    bool present = false;
    bool good = store->load_pair(store->context, &pair, &present, ret_fault);

    memset(ret_name, 0, CDC43_SCEP_CERTIFICATE_MAX + 1);
    if (!good && ret_fault->err != CDC43_SCEP_ERR_STORE_DAMAGED) {
        return false;
    }
    if (good && present) {
        good = cdc43_scep_describe(cdc43_scep_view(&pair.cert), &info, ret_fault);
        if (good) {
            memcpy(ret_name, info.sha256, CDC43_SCEP_CERTIFICATE_MAX);
        }
    }
    if (!good) {
        memcpy(ret_name, unreadable, sizeof unreadable);
    }
    cdc43_scep_pair_end(&pair);
    return true;
}

/* The pair is what counts: it came or went in one step, and what belongs to it was to follow. About
 * one that cannot be read nothing follows. */
static bool follow_pair(const struct cdc43_scep_store *store, struct cdc43_scep_life *life,
                        bool *ret_is_overtaken, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_life after = {0};
    bool is_other = false;

    if (!name_pair(store, after.certificate, ret_fault)) {
        return false;
    }
    is_other = strcmp(after.certificate, unreadable) != 0 &&
               strcmp(after.certificate, life->certificate) != 0;
    *ret_is_overtaken = is_other && (life->damaged & CDC43_SCEP_DAMAGED_LIFE) == 0;
    if (is_other) {
        after.condition =
            after.certificate[0] != '\0' ? CDC43_SCEP_IS_INSTALLED : CDC43_SCEP_IS_DELETED;
        after.damaged = life->damaged;
        *life = after;
    }
    return true;
}

static bool load_life(const struct cdc43_scep_store *store, struct cdc43_scep_life *ret_life,
                      bool *ret_is_overtaken, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob text = {0};
    bool present = false;

    if (!store->load_text(store->context, CDC43_SCEP_TEXT_LIFE, &text, &present, ret_fault)) {
        return false;
    }
    /* Nothing in it is needed: a damaged one is as good as none, and said. */
    if (!present || !cdc43_scep_parse_life(cdc43_scep_view(&text), ret_life)) {
        *ret_life = (struct cdc43_scep_life){.damaged = present ? CDC43_SCEP_DAMAGED_LIFE : 0U};
    }
    cdc43_scep_blob_end(&text);
    return follow_pair(store, ret_life, ret_is_overtaken, ret_fault);
}

bool cdc43_scep_load_life(const struct cdc43_scep_store *store, struct cdc43_scep_life *ret_life,
                          struct cdc43_scep_fault *ret_fault) {
    bool unused = false;

    return load_life(store, ret_life, &unused, ret_fault);
}

static bool save_life(const struct cdc43_scep_store *store, const struct cdc43_scep_life *life,
                      struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_life named = *life;
    char text[CDC43_SCEP_LIFE_MAX];
    size_t len = 0;

    if (!name_pair(store, named.certificate, ret_fault)) {
        return false;
    }
    len = cdc43_scep_print_life(&named, text);
    return store->save_text(store->context, CDC43_SCEP_TEXT_LIFE,
                            (struct cdc43_view){(const uint8_t *)text, len}, ret_fault);
}

static bool remove_pending(const struct cdc43_scep_store *store,
                           struct cdc43_scep_fault *ret_fault) {
    return store->remove_text(store->context, CDC43_SCEP_TEXT_PENDING, ret_fault);
}

static bool save_pending(const struct cdc43_scep_store *store,
                         const struct cdc43_scep_pending *pending,
                         struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob text = {0};
    bool good;

    if (!cdc43_scep_print_pending(pending, &text)) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    good = store->save_text(store->context, CDC43_SCEP_TEXT_PENDING, cdc43_scep_view(&text),
                            ret_fault);
    cdc43_scep_blob_end(&text);
    return good;
}

/* A request that another pair has overtaken was left by an interruption; one that cannot be read,
 * or a pending one that a new request replaces, is none. One that is unanswered is sent again. */
static bool load_pending(const struct cdc43_scep_store *store, struct stored *stored,
                         struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob text = {0};
    bool present = false;

    if (!store->load_text(store->context, CDC43_SCEP_TEXT_PENDING, &text, &present, ret_fault)) {
        return false;
    }
    stored->has_pending =
        present && cdc43_scep_parse_pending(cdc43_scep_view(&text), &stored->pending);
    cdc43_scep_blob_end(&text);
    if (present && !stored->has_pending) {
        stored->life.damaged |= CDC43_SCEP_DAMAGED_REQUEST;
    }
    if (stored->has_pending &&
        (stored->is_overtaken || (stored->life.requested && stored->pending.unanswered == 0))) {
        cdc43_scep_pending_end(&stored->pending);
        stored->has_pending = false;
    }
    return !present || stored->has_pending || remove_pending(store, ret_fault);
}

/* A pair that cannot be read is no pair: the phone must get a new one. */
static bool load_pair(const struct cdc43_scep_store *store, struct stored *stored,
                      struct cdc43_scep_fault *ret_fault) {
    if (!store->load_pair(store->context, &stored->pair, &stored->has_pair, ret_fault)) {
        stored->has_pair = false;
        stored->life.damaged |= CDC43_SCEP_DAMAGED_PAIR;
        return ret_fault->err == CDC43_SCEP_ERR_STORE_DAMAGED;
    }
    return true;
}

static bool load(const struct cdc43_scep_store *store, struct stored *stored,
                 struct cdc43_scep_fault *ret_fault) {
    return load_life(store, &stored->life, &stored->is_overtaken, ret_fault) &&
           load_pair(store, stored, ret_fault) && load_pending(store, stored, ret_fault);
}

static struct cdc43_scep_facts facts_of(const struct cdc43_scep_agent *agent,
                                        const struct stored *stored) {
    struct cdc43_scep_info info;
    struct cdc43_scep_fault unused;
    struct cdc43_scep_facts facts = {
        .now = agent->env.now,
        .configured = agent->config->server.len != 0 && agent->config->common_name != NULL,
        .has_challenge = agent->config->challenge_password.len != 0,
        .has_mic = agent->mic != NULL && agent->mic->cert.len != 0,
        .has_pending = stored->has_pending && stored->pending.unanswered == 0,
        .pending_next_at = stored->pending.next_at,
        .renew_now = agent->renew_now,
        .jitter = agent->jitter,
    };

    if (stored->has_pair &&
        cdc43_scep_describe(cdc43_scep_view(&stored->pair.cert), &info, &unused)) {
        facts.has_certificate = true;
        facts.not_after = info.not_after;
    }
    return facts;
}

/* The store after an exchange: the pair first, then what belongs to it. A pair that it does not
 * take is asked for again: its request stays there, unanswered. */
static bool keep(const struct cdc43_scep_agent *agent, enum cdc43_scep_result result,
                 const struct cdc43_scep_pair *pair, const struct cdc43_scep_pending *pending,
                 struct cdc43_scep_fault *ret_fault) {
    switch (result) {
    case CDC43_SCEP_DONE:
        return agent->store->install_pair(agent->store->context, pair, ret_fault) &&
               remove_pending(agent->store, ret_fault);
    case CDC43_SCEP_PENDING:
        return save_pending(agent->store, pending, ret_fault);
    case CDC43_SCEP_FAILED:
        return pending->unanswered != 0 || remove_pending(agent->store, ret_fault);
    }
    return false;
}

/* Before a request is sent: whatever interrupts us then, the same request is sent again. */
static bool keep_request(void *context, const struct cdc43_scep_pending *request,
                         struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_agent *const agent = context;

    return save_pending(agent->store, request, ret_fault);
}

/* A poll without a response of the CA is repeated; any other failure ends the request. */
static bool keep_failed_poll(const struct cdc43_scep_agent *agent, const struct stored *stored,
                             enum cdc43_scep_err err, struct cdc43_scep_fault *ret_fault) {
    return cdc43_scep_is_undecided(err) ? save_pending(agent->store, &stored->pending, ret_fault)
                                        : remove_pending(agent->store, ret_fault);
}

/* A CA that has responded must not be asked again at every check because the response cannot be
 * kept: that is a failed attempt like others, and a store that takes nothing at all is found out
 * first. */
static bool exchange(const struct cdc43_scep_agent *agent, const struct cdc43_scep_facts *facts,
                     const struct cdc43_scep_step_plan *plan, struct stored *stored,
                     struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_signers signers = {agent->mic, stored->has_pair ? &stored->pair : NULL};
    const bool again = plan->action == CDC43_SCEP_ASK_AGAIN;
    const enum cdc43_scep_method method = again ? stored->pending.method : plan->method;
    struct cdc43_scep_seen seen = {0};
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_fault fault = {0};
    struct cdc43_scep_agent keeper = *agent;
    struct cdc43_scep_env env = agent->env;
    enum cdc43_scep_result result = CDC43_SCEP_FAILED;

    if (!save_life(agent->store, &stored->life, ret_fault)) {
        return false;
    }
    env.keep = keep_request;
    env.keep_context = &keeper;
    result = again ? cdc43_scep_poll(agent->config, &signers, &env, &stored->pending, &seen, &pair,
                                     &fault)
                   : cdc43_scep_enrol(agent->config, method, &signers, &env, &seen, &pair,
                                      &stored->pending, &fault);
    if (again && result == CDC43_SCEP_FAILED) {
        if (!keep_failed_poll(agent, stored, fault.err, ret_fault)) {
            fault = *ret_fault;
        }
    } else if (!keep(agent, result, &pair, &stored->pending, ret_fault)) {
        fault = *ret_fault;
        result = CDC43_SCEP_FAILED;
    }
    cdc43_scep_pair_end(&pair);
    cdc43_scep_note(facts, method, result, &seen, &fault, stored->pending.next_at, &stored->life);
    return true;
}

bool cdc43_scep_check(const struct cdc43_scep_agent *agent, struct cdc43_scep_life *ret_life,
                      struct cdc43_scep_fault *ret_fault) {
    struct stored stored = {0};
    struct cdc43_scep_facts facts;
    struct cdc43_scep_step_plan plan;
    bool good = load(agent->store, &stored, ret_fault);

    if (good) {
        facts = facts_of(agent, &stored);
        plan = cdc43_scep_plan_check(&facts, &stored.life);
        if (plan.action != CDC43_SCEP_WAIT) {
            good = exchange(agent, &facts, &plan, &stored, ret_fault);
        }
        good = good && save_life(agent->store, &stored.life, ret_fault);
    }
    if (good) {
        *ret_life = stored.life;
    }
    end(&stored);
    return good;
}

/* A request that is under way goes first: it must not be taken for the new one. */
bool cdc43_scep_request_now(const struct cdc43_scep_store *store,
                            struct cdc43_scep_fault *ret_fault) {
    return remove_pending(store, ret_fault) && cdc43_scep_repeat_now(store, ret_fault);
}

bool cdc43_scep_repeat_now(const struct cdc43_scep_store *store,
                           struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_life life = {0};

    if (!cdc43_scep_load_life(store, &life, ret_fault)) {
        return false;
    }
    cdc43_scep_request(&life);
    return save_life(store, &life, ret_fault);
}

/* Both take effect when the pair comes or goes; follow_pair does the rest if it is cut short. */
bool cdc43_scep_install(const struct cdc43_scep_store *store, const struct cdc43_scep_pair *pair,
                        struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_life life = {.condition = CDC43_SCEP_IS_INSTALLED};

    return store->install_pair(store->context, pair, ret_fault) &&
           remove_pending(store, ret_fault) && save_life(store, &life, ret_fault);
}

bool cdc43_scep_delete(const struct cdc43_scep_store *store, struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_life after = {.condition = CDC43_SCEP_IS_DELETED};
    struct cdc43_scep_life before;

    /* What is there must be known before it can be missed. */
    return cdc43_scep_load_life(store, &before, ret_fault) &&
           save_life(store, &before, ret_fault) && store->delete_pair(store->context, ret_fault) &&
           remove_pending(store, ret_fault) && save_life(store, &after, ret_fault);
}

bool cdc43_scep_forget(const struct cdc43_scep_store *store, struct cdc43_scep_fault *ret_fault) {
    return remove_pending(store, ret_fault) && store->delete_pair(store->context, ret_fault) &&
           store->remove_text(store->context, CDC43_SCEP_TEXT_NEXT_CA, ret_fault) &&
           store->remove_text(store->context, CDC43_SCEP_TEXT_LIFE, ret_fault);
}
