/* SPDX-License-Identifier: MIT */
/* Every short Server, and every short text around the parts of longer ones: codec and grammar. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/proofs/server_compare.h"

/* A pattern is a row of parts, up to one without octets. A part stands for one text, or for every
 * text of at most that many octets out of a set. */
struct part {
    const char *octets;
    size_t count;
    size_t longest; /* of the texts out of the set; 0: the octets are the text */
};

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1, 0 }
#define EVERY(set, longest)                                                                        \
    { set, sizeof(set) - 1, longest }
#define STRING(string)                                                                             \
    { string, strlen(string), 0 }
#define NOTHING                                                                                    \
    { NULL, 0, 0 }

/* One or two octets of each kind that the description tells apart, and beside them. */
#define KINDS "htpsagHA01-_.:/?#@[]% \x7f\x80\x00"
#define PRINTABLE_KINDS "htpsaA01-_.:/?#@[]% "
#define SCHEME_KINDS "htps:/a"
#define AUTHORITY_KINDS "ag01-.:/[]@"
#define ADDRESS_KINDS "[]:.ag1"
#define DIGITS "0123456789"

static char every_octet[256];

static bool agree(const struct part *part, size_t at);

static bool agree_every(const struct part *part, size_t at, size_t longest) {
    if (!agree(part + 1, at)) {
        return false;
    }
    for (size_t i = 0; longest != 0 && i < part->count; i++) {
        compare_server[at] = (uint8_t)part->octets[i];
        if (!agree_every(part, at + 1, longest - 1)) {
            return false;
        }
    }
    return true;
}

/* Every text of the pattern, behind the octets that are there already. */
static bool agree(const struct part *part, size_t at) {
    enum cdc43_err err;

    if (part->octets == NULL) {
        return compare_agrees(at, &err);
    }
    if (part->longest != 0) {
        return agree_every(part, at, part->longest);
    }
    memcpy(compare_server + at, part->octets, part->count);
    return agree(part + 1, at + part->count);
}

static bool agree_all(const struct part *pattern) {
    return agree(pattern, 0);
}

/* The length of the longest texts is less where everything is slow. */
static bool short_texts(size_t less) {
    const struct part all[] = {EVERY(KINDS, 5 - less), NOTHING};
    const struct part printable[] = {EVERY(PRINTABLE_KINDS, 6 - less), NOTHING};
    const struct part scheme[] = {EVERY(SCHEME_KINDS, 9 - less), NOTHING};
    const struct part authority[] = {EVERY(AUTHORITY_KINDS, 7 - less), NOTHING};
    const struct part address[] = {EVERY(ADDRESS_KINDS, 8 - less), NOTHING};

    return agree_all(all) && agree_all(printable) && agree_all(scheme) && agree_all(authority) &&
           agree_all(address);
}

static const char *const fronts[] = {
    "http://",    "HTTP://",   "hTtP://",    "https://",  "HTTPS://",    "ftp://",
    "http:/",     "http:",     "https:/",    "https:",    "htp://",      "httpss://",
    "a:",         "[::",       "[::1]",      "[::1]:",    "[::1]:6553",  "[a.b:c",
    "a:6553",     "a:65535",   "a:0000",     "a.b",       "a-b",         "_",
    "http://a",   "http://a:", "http://a.b", "http://a/", "http://[::1", "http://[::1]:80",
    "http://a:8", "a/",        "a?",         "a#",        "a@",          "http://a@",
};

static bool around_fronts(size_t less) {
    for (size_t i = 0; i < sizeof fronts / sizeof fronts[0]; i++) {
        const struct part behind[] = {STRING(fronts[i]), EVERY(KINDS, 4 - less), NOTHING};
        const struct part between[] = {EVERY(KINDS, 2), STRING(fronts[i]), EVERY(KINDS, 2 - less),
                                       NOTHING};

        if (!agree_all(behind) || (less < 2 && !agree_all(between))) {
            return false;
        }
    }
    return true;
}

/* Every text of up to six digits as a port, and what may follow; also behind many zeros. */
static bool ports(size_t less) {
    static const char *const ends[] = {"", "/", "?", "#", ":", "a", "@", "://"};
    const size_t longest = less == 0 ? 6 : 5;
    const struct part address[] = {TEXT("[::1]:"), EVERY(DIGITS, longest), NOTHING};
    const struct part url[] = {TEXT("http://a:"), EVERY(DIGITS, longest), NOTHING};
    bool good = agree_all(address) && agree_all(url);

    for (size_t i = 0; good && i < sizeof ends / sizeof ends[0]; i++) {
        const struct part name[] = {TEXT("a:"), EVERY(DIGITS, longest), STRING(ends[i]), NOTHING};

        good = agree_all(name);
    }
    for (size_t zeros = 0; good && zeros <= 190; zeros++) {
        char text[192];
        const struct part many[] = {TEXT("a:"), {text, zeros, 0}, EVERY(DIGITS, 3), NOTHING};

        memset(text, '0', sizeof text);
        good = agree_all(many);
    }
    return good;
}

/* A label, and one more octet at each place of it: any, near its beginning and its end. */
static bool label(const char *front, size_t len, const char *back) {
    char text[80];
    const struct part end[] = {
        STRING(front), {text, len, 0}, EVERY(KINDS, 2), STRING(back), NOTHING};
    bool good = true;

    memset(text, 'a', sizeof text);
    for (size_t place = 0; good && place <= len; place++) {
        const struct part some[] = {STRING(front),          {text, place, 0}, EVERY("-_.", 1),
                                    {text, len - place, 0}, STRING(back),     NOTHING};
        const struct part any[] = {
            STRING(front),          {text, place, 0}, {every_octet, sizeof every_octet, 1},
            {text, len - place, 0}, STRING(back),     NOTHING};

        good = agree_all(place < 2 || place + 2 > len ? any : some);
    }
    return good && agree_all(end);
}

static bool labels(void) {
    static const char *const before[] = {"",          "http://", "a.", "http://b-c.d.",
                                         "HTTP://x.", "-.",      "a:"};
    static const char *const behind[] = {"",  ".", ".b", "-",   "-.b", ":80", ":",
                                         "/", "?", "#x", "://", "@",   "]"};
    bool good = true;

    for (size_t len = 61; len <= 65; len++) {
        for (size_t i = 0; good && i < sizeof before / sizeof before[0]; i++) {
            for (size_t j = 0; good && j < sizeof behind / sizeof behind[0]; j++) {
                good = label(before[i], len, behind[j]);
            }
        }
    }
    return good;
}

static const char *const good_servers[] = {
    "http://10.79.57.91/scep",
    "HTTP://Ca-1.example_2.nl:8080/certsrv/mscep.dll?x=1#y",
    "http://[2001:db8::1]:65535/x",
    "[::FFFF:10.79.57.91]",
    "ca",
    "ca.nl:80",
    "ca?x",
    "ca#x",
    "http://a.b-c:1?q",
    "[::]:9/",
    "http",
    "https/scep",
    "http://ca/http://x@y[z]:0",
};

/* Each octet at each place, in front of what is there, or instead of one octet or two; and each
 * two octets instead of two. */
static bool octets(size_t less) {
    for (size_t i = 0; i < sizeof good_servers / sizeof good_servers[0]; i++) {
        const char *server = good_servers[i];
        const size_t len = strlen(server);

        for (size_t place = 0; place <= len; place++) {
            for (size_t gone = 0; gone <= 2 && place + gone <= len; gone++) {
                const size_t longest = gone == 2 && less == 0 ? 2 : 1;
                const struct part pattern[] = {{server, place, 0},
                                               {every_octet, sizeof every_octet, longest},
                                               STRING(server + place + gone),
                                               NOTHING};

                if (!agree_all(pattern)) {
                    return false;
                }
            }
        }
    }
    return true;
}

static uint64_t total;

/* Prints what a family has asked. */
static bool told(const char *family, bool good) {
    printf("%s: %" PRIu64 " Servers, %" PRIu64 " accepted\n", family, compare_tally.asked,
           compare_tally.accepted);
    good = good && compare_tally.accepted != 0 && compare_tally.accepted != compare_tally.asked;
    total += compare_tally.asked;
    compare_tally = (struct compare_tally){0, 0};
    return good;
}

int main(int argc, char **argv) {
    const size_t less = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0;
    bool good = false;

    if (less > 2) {
        fprintf(stderr, "Usage: server_exhaustive [0, 1 or 2: so much shorter]\n");
        return 2;
    }
    for (size_t i = 0; i < sizeof every_octet; i++) {
        every_octet[i] = (char)i;
    }
    good = told("around fronts", around_fronts(less)) && told("ports", ports(less)) &&
           told("labels", labels()) && told("octets", octets(less)) &&
           told("short texts", short_texts(less));
    printf("%" PRIu64 " Servers in all\n", total);
    return good ? 0 : 1;
}
