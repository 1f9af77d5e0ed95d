/* SPDX-License-Identifier: MIT */
/* The grammar of the Server as an automaton, and the codec held against each way through it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/proofs/server_compare.h"

/* Two beginnings of a Server are the same state when no end tells them apart: the same error comes
 * whatever follows. Here two are the same when none of the ends below tells them apart. */
#define STATES_MAX 512
#define ENDS_MAX 128
#define FRONT_MAX 80
#define LABEL_MAX 63
#define OCTETS 256

static char ends[ENDS_MAX][LABEL_MAX + 1];
static size_t end_count;

struct state {
    uint8_t front[FRONT_MAX]; /* a shortest beginning that leads there */
    size_t len;
    uint8_t errs[ENDS_MAX]; /* what comes of it with each of the ends; the first end is empty */
    uint16_t next[OCTETS];
};
static struct state states[STATES_MAX];
static size_t state_count;

/* One octet of each class: octets that lead from each state to the same one. */
static uint8_t kinds[OCTETS];
static size_t kind_count;

static void fill_ends(void) {
    static const char *const some[] = {
        "",         "-",         ".a",    ":1",     "@",      "/",       "//a",     "://a",
        "/a",       "s://a",     "p://a", "ps://a", "tp://a", "tps://a", "ttp://a", "ttps://a",
        "http://a", "https://a", "]",     ":]",     "::]",    "[::]",    "1",       "10",
        "100",      "1000",      "10000", "100000", "5",      "6",       "35",      "36",
        "535",      "536",       "5535",  "5536",   "65535",  "65536",   " ",       "/ ",
    };

    for (; end_count < sizeof some / sizeof some[0]; end_count++) {
        memcpy(ends[end_count], some[end_count], strlen(some[end_count]) + 1);
    }
    for (size_t len = 1; len <= LABEL_MAX; len++) {
        memset(ends[end_count++], 'a', len);
    }
}

static void find_errs(const uint8_t *front, size_t len, uint8_t errs[ENDS_MAX]) {
    uint8_t server[FRONT_MAX + LABEL_MAX + 1];

    memcpy(server, front, len);
    for (size_t i = 0; i < end_count; i++) {
        const size_t end_len = strlen(ends[i]);

        memcpy(server + len, ends[i], end_len);
        errs[i] = (uint8_t)grammar_ruling(server, len + end_len).err;
    }
}

/* The state of a beginning, which becomes a new one when there is none; false without room. */
static bool find_state(const uint8_t *front, size_t len, uint16_t *ret_state) {
    struct state *const made = &states[state_count];

    if (state_count == STATES_MAX || len > FRONT_MAX) {
        return false;
    }
    find_errs(front, len, made->errs);
    for (*ret_state = 0; *ret_state < state_count; ++*ret_state) {
        if (memcmp(states[*ret_state].errs, made->errs, end_count) == 0) {
            return true;
        }
    }
    memcpy(made->front, front, len);
    made->len = len;
    state_count++;
    return true;
}

/* Every state, from that of the empty beginning on, with each of the 256 octets behind. */
static bool find_states(void) {
    uint8_t front[FRONT_MAX + 1] = {0};
    uint16_t state = 0;

    if (!find_state(front, 0, &state)) {
        return false;
    }
    for (size_t i = 0; i < state_count; i++) {
        memcpy(front, states[i].front, states[i].len);
        for (size_t octet = 0; octet < OCTETS; octet++) {
            front[states[i].len] = (uint8_t)octet;
            if (!find_state(front, states[i].len + 1, &states[i].next[octet])) {
                return false;
            }
        }
    }
    return true;
}

static bool is_same_kind(uint8_t one, uint8_t other) {
    for (size_t i = 0; i < state_count; i++) {
        if (states[i].next[one] != states[i].next[other]) {
            return false;
        }
    }
    return true;
}

static void find_kinds(void) {
    for (size_t octet = 0; octet < OCTETS; octet++) {
        size_t i = 0;

        while (i < kind_count && !is_same_kind(kinds[i], (uint8_t)octet)) {
            i++;
        }
        kinds[kind_count] = (uint8_t)octet;
        kind_count += i == kind_count ? 1U : 0U;
    }
}

/* The first at octets of the Server, which lead to a state, with each end behind: does the grammar
 * say what the automaton says, and the codec what the grammar says? */
static bool agree_ends(uint16_t state, size_t at) {
    for (size_t i = 0; i < end_count; i++) {
        const size_t len = strlen(ends[i]);
        uint16_t last = state;
        enum cdc43_err err = CDC43_OK;

        memcpy(compare_server + at, ends[i], len);
        for (size_t j = 0; j < len; j++) {
            last = states[last].next[(uint8_t)ends[i][j]];
        }
        if (!compare_agrees(at + len, &err)) {
            return false;
        }
        if ((uint8_t)err != states[last].errs[0]) {
            printf("no state of the automaton: \"%.*s\"\n", (int)(at + len),
                   (const char *)compare_server);
            return false;
        }
    }
    return true;
}

/* The same with each row of up to more octets in between. */
static bool agree_rows(uint16_t state, size_t at, size_t more) {
    if (!agree_ends(state, at)) {
        return false;
    }
    for (size_t i = 0; more != 0 && i < kind_count; i++) {
        compare_server[at] = kinds[i];
        if (!agree_rows(states[state].next[kinds[i]], at + 1, more - 1)) {
            return false;
        }
    }
    return true;
}

/* The way into the state, behind a text that may lead into another one: with each octet behind, and
 * each row of up to more kinds. */
static bool agree_state(const char *text, const struct state *state, size_t more) {
    const size_t text_len = strlen(text);
    const size_t len = text_len + state->len;
    uint16_t reached = 0;

    for (size_t i = 0; i < len; i++) {
        compare_server[i] = i < text_len ? (uint8_t)text[i] : state->front[i - text_len];
        reached = states[reached].next[compare_server[i]];
    }
    for (size_t octet = 0; octet < OCTETS; octet++) {
        compare_server[len] = (uint8_t)octet;
        if (!agree_ends(states[reached].next[octet], len + 1)) {
            return false;
        }
    }
    return agree_rows(reached, len, more);
}

/* Every state, and once more behind the usual scheme, for which the codec may have a way of its own
 * that leads to the same answers. */
static bool agree_states(size_t more) {
    for (size_t i = 0; i < state_count; i++) {
        if (!agree_state("", &states[i], more) ||
            !agree_state("http://", &states[i], more == 0 ? 0 : more - 1)) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    const size_t more = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 2;
    bool good = false;

    fill_ends();
    if (!find_states()) {
        printf("more states than there is room for\n");
        return 1;
    }
    find_kinds();
    printf("%zu states, %zu kinds of octets, %zu ends\n", state_count, kind_count, end_count);
    good = agree_states(more);
    printf("%" PRIu64 " Servers, %" PRIu64 " accepted\n", compare_tally.asked,
           compare_tally.accepted);
    return good && compare_tally.accepted != 0 ? 0 : 1;
}
