/* SPDX-License-Identifier: MIT */
/* The store in a directory: generations of pairs that one link tells apart, and texts. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phone-side/scep/base64.h"
#include "phone-side/scep/disk.h"
#include "phone-side/scep/store.h"

#define LINK "current"
#define NEW_LINK "current.new"
#define NAME_MAX_LEN 32
#define PREFIX "gen-"

struct directory {
    int file;
};

static const char *const text_names[] = {"life", "pending", "next-ca"};
static const char *const new_text_names[] = {"life.new", "pending.new", "next-ca.new"};
static const char *const pair_names[] = {"key.pem", "cert.pem", "chain.pem"};
enum { KEY = 0, CERT, CHAIN, PAIR_NAMES };

/* The number of a generation's name, 0 if it is none. */
static unsigned long generation_of(const char *name) {
    const size_t prefix = sizeof PREFIX - 1;
    unsigned long number = 0;

    if (strncmp(name, PREFIX, prefix) != 0 || strlen(name) > prefix + 9) {
        return 0;
    }
    for (const char *at = name + prefix; *at != '\0'; at++) {
        if (*at < '0' || *at > '9') {
            return 0;
        }
        number = number * 10 + (unsigned long)(*at - '0');
    }
    return number;
}

static void name_of(unsigned long generation, char ret_name[NAME_MAX_LEN]) {
    (void)snprintf(ret_name, NAME_MAX_LEN, PREFIX "%lu", generation);
}

/* The generation that the link names; 0 if there is no link. */
static bool read_link(int directory, unsigned long *ret_generation,
                      struct cdc43_scep_fault *ret_fault) {
    char name[NAME_MAX_LEN] = "";
    const ssize_t len = readlinkat(directory, LINK, name, sizeof name - 1);

    if (len < 0) {
        *ret_generation = 0;
        return errno == ENOENT || cdc43_disk_fail(ret_fault, "read the link " LINK);
    }
    name[len] = '\0';
    *ret_generation = generation_of(name);
    return *ret_generation != 0 ||
           cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, "link " LINK);
}

static int open_generation(int directory, unsigned long generation) {
    char name[NAME_MAX_LEN];

    name_of(generation, name);
    return openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The certificates of a PEM text, in order. */
static bool take_certs(struct cdc43_view text, struct cdc43_scep_certs *ret_certs) {
    uint8_t *const octets = malloc(text.len + 1);
    size_t at = 0;
    size_t len = 0;
    bool good = octets != NULL;

    while (good && ret_certs->count < CDC43_SCEP_CERTS_MAX &&
           cdc43_pem_next(text, "CERTIFICATE", &at, octets, &len)) {
        good =
            cdc43_scep_copy((struct cdc43_view){octets, len}, &ret_certs->cert[ret_certs->count]);
        ret_certs->count += good ? 1 : 0;
    }
    free(octets);
    return good;
}

static bool take_key(struct cdc43_view text, struct cdc43_scep_blob *ret_key) {
    uint8_t *const octets = malloc(text.len + 1);
    size_t at = 0;
    size_t len = 0;
    const bool good = octets != NULL && cdc43_pem_next(text, "PRIVATE KEY", &at, octets, &len) &&
                      cdc43_scep_copy((struct cdc43_view){octets, len}, ret_key);

    if (octets != NULL) {
        cdc43_wipe(octets, text.len);
        free(octets);
    }
    return good;
}

/* The files of a generation to a pair. */
static bool read_pair(int generation, struct cdc43_scep_pair *ret_pair,
                      struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob files[PAIR_NAMES] = {{0}};
    struct cdc43_scep_certs certs = {0};
    bool present = false;
    bool good = true;

    for (size_t i = 0; good && i < PAIR_NAMES; i++) {
        good = cdc43_disk_read(generation, pair_names[i], &files[i], &present, ret_fault);
        if (good && !present) {
            good = cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, pair_names[i]);
        }
    }
    if (good && !(take_key(cdc43_scep_view(&files[KEY]), &ret_pair->key) &&
                  take_certs(cdc43_scep_view(&files[CERT]), &certs) && certs.count == 1 &&
                  take_certs(cdc43_scep_view(&files[CHAIN]), &ret_pair->chain))) {
        good = cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, "PEM");
    }
    if (good) {
        ret_pair->cert = certs.cert[0];
        certs.cert[0] = (struct cdc43_scep_blob){0};
    }
    cdc43_scep_certs_end(&certs);
    for (size_t i = 0; i < PAIR_NAMES; i++) {
        cdc43_scep_blob_end(&files[i]);
    }
    return good;
}

static bool load_pair(void *context, struct cdc43_scep_pair *ret_pair, bool *ret_present,
                      struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;
    struct cdc43_scep_pair pair = {0};
    unsigned long number = 0;
    int generation = -1;
    bool good = false;

    if (!read_link(directory->file, &number, ret_fault)) {
        return false;
    }
    *ret_present = number != 0;
    if (number == 0) {
        return true;
    }
    generation = open_generation(directory->file, number);
    if (generation < 0) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, "link " LINK);
    }
    good = read_pair(generation, &pair, ret_fault);
    (void)close(generation);
    if (good) {
        *ret_pair = pair;
    } else {
        cdc43_scep_pair_end(&pair);
    }
    return good;
}

/* Writes certificates or a key as PEM. */
static bool write_pem(int directory, const char *name, const struct cdc43_scep_blob *blobs,
                      size_t count, const char *label, struct cdc43_scep_fault *ret_fault) {
    char *text = NULL;
    size_t room = 1;
    size_t len = 0;
    bool good = false;

    for (size_t i = 0; i < count; i++) {
        room += cdc43_pem_room(blobs[i].len, label);
    }
    text = malloc(room);
    if (text == NULL) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        len += cdc43_pem_print(cdc43_scep_view(&blobs[i]), label, text + len);
    }
    good = cdc43_disk_write(directory, name, (struct cdc43_view){(const uint8_t *)text, len},
                            ret_fault);
    cdc43_wipe(text, len);
    free(text);
    return good;
}

static bool write_pair(int directory, const char *name, const struct cdc43_scep_pair *pair,
                       struct cdc43_scep_fault *ret_fault) {
    int generation = -1;
    bool good = false;

    if (mkdirat(directory, name, S_IRWXU) != 0) {
        return cdc43_disk_fail(ret_fault, "make a directory");
    }
    generation = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (generation < 0) {
        return cdc43_disk_fail(ret_fault, "open a directory");
    }
    good = write_pem(generation, pair_names[KEY], &pair->key, 1, "PRIVATE KEY", ret_fault) &&
           write_pem(generation, pair_names[CERT], &pair->cert, 1, "CERTIFICATE", ret_fault) &&
           write_pem(generation, pair_names[CHAIN], pair->chain.cert, pair->chain.count,
                     "CERTIFICATE", ret_fault) &&
           cdc43_disk_sync(generation, ret_fault);
    (void)close(generation);
    return good;
}

static bool remove_generation(int directory, const char *name, struct cdc43_scep_fault *ret_fault) {
    const int generation = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool good = true;

    if (generation < 0) {
        return errno == ENOENT || cdc43_disk_fail(ret_fault, "open a directory");
    }
    for (size_t i = 0; good && i < PAIR_NAMES; i++) {
        good = cdc43_disk_remove(generation, pair_names[i], ret_fault);
    }
    (void)close(generation);
    return good && (unlinkat(directory, name, AT_REMOVEDIR) == 0 ||
                    cdc43_disk_fail(ret_fault, "remove a directory"));
}

/* Removes all generations but two (0: none). */
static bool remove_others(int directory, unsigned long keep, unsigned long keep_too,
                          struct cdc43_scep_fault *ret_fault) {
    const int copy = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *const list = copy >= 0 ? fdopendir(copy) : NULL;
    const struct dirent *entry = NULL;
    bool good = true;

    if (list == NULL) {
        return cdc43_disk_fail(ret_fault, "list the directory");
    }
    while (good && (entry = readdir(list)) != NULL) {
        const unsigned long number = generation_of(entry->d_name);
        if (number != 0 && number != keep && number != keep_too) {
            good = remove_generation(directory, entry->d_name, ret_fault);
        }
    }
    (void)closedir(list);
    return good;
}

/* The link to another name, in one step. */
static bool switch_link(int directory, const char *name, struct cdc43_scep_fault *ret_fault) {
    if (!cdc43_disk_remove(directory, NEW_LINK, ret_fault)) {
        return false;
    }
    if (symlinkat(name, directory, NEW_LINK) != 0) {
        return cdc43_disk_fail(ret_fault, "make the link " NEW_LINK);
    }
    if (renameat(directory, NEW_LINK, directory, LINK) != 0) {
        return cdc43_disk_fail(ret_fault, "put the link " LINK " in place");
    }
    return cdc43_disk_sync(directory, ret_fault);
}

/* What failed in the middle must not lie there with its key and take the room that is missing. If
 * only the disk did not say that it has the link, it stays. */
static void forget_attempt(int directory, unsigned long generation, const char *name) {
    struct cdc43_scep_fault unused;
    unsigned long current = 0;

    if (read_link(directory, &current, &unused) && current != generation) {
        (void)remove_generation(directory, name, &unused);
    }
}

static bool install_pair(void *context, const struct cdc43_scep_pair *pair,
                         struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;
    struct cdc43_scep_fault unused;
    unsigned long number = 0;
    char name[NAME_MAX_LEN];

    if (!read_link(directory->file, &number, ret_fault)) {
        number = 0; /* a damaged link is replaced */
    }
    name_of(number + 1, name);
    /* What an interrupted installation left goes first. */
    if (!remove_generation(directory->file, name, ret_fault) ||
        !write_pair(directory->file, name, pair, ret_fault) ||
        !cdc43_disk_sync(directory->file, ret_fault) ||
        !switch_link(directory->file, name, ret_fault)) {
        forget_attempt(directory->file, number + 1, name);
        return false;
    }
    (void)remove_others(directory->file, number, number + 1, &unused);
    return true;
}

static bool delete_pair(void *context, struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;

    return cdc43_disk_remove(directory->file, LINK, ret_fault) &&
           cdc43_disk_remove(directory->file, NEW_LINK, ret_fault) &&
           remove_others(directory->file, 0, 0, ret_fault) &&
           cdc43_disk_sync(directory->file, ret_fault);
}

static bool load_text(void *context, enum cdc43_scep_text which, struct cdc43_scep_blob *ret_text,
                      bool *ret_present, struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;

    return cdc43_disk_read(directory->file, text_names[which], ret_text, ret_present, ret_fault);
}

static bool save_text(void *context, enum cdc43_scep_text which, struct cdc43_view text,
                      struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;

    if (!cdc43_disk_remove(directory->file, new_text_names[which], ret_fault)) {
        return false;
    }
    if (!cdc43_disk_write(directory->file, new_text_names[which], text, ret_fault)) {
        (void)unlinkat(directory->file, new_text_names[which], 0); /* it may hold a key */
        return false;
    }
    if (renameat(directory->file, new_text_names[which], directory->file, text_names[which]) != 0) {
        return cdc43_disk_fail(ret_fault, "put a file in place");
    }
    return cdc43_disk_sync(directory->file, ret_fault);
}

static bool remove_text(void *context, enum cdc43_scep_text which,
                        struct cdc43_scep_fault *ret_fault) {
    const struct directory *const directory = context;

    return cdc43_disk_remove(directory->file, new_text_names[which], ret_fault) &&
           cdc43_disk_remove(directory->file, text_names[which], ret_fault) &&
           cdc43_disk_sync(directory->file, ret_fault);
}

bool cdc43_scep_directory_open(const char *path, bool create, struct cdc43_scep_store *ret_store,
                               struct cdc43_scep_fault *ret_fault) {
    struct directory *directory = NULL;

    if (create && mkdir(path, S_IRWXU) != 0 && errno != EEXIST) {
        return cdc43_disk_fail(ret_fault, "make the directory");
    }
    directory = malloc(sizeof *directory);
    if (directory == NULL) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    directory->file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory->file < 0) {
        (void)cdc43_disk_fail(ret_fault, "open the directory");
        free(directory);
        return false;
    }
    *ret_store = (struct cdc43_scep_store){directory, load_pair, install_pair, delete_pair,
                                           load_text, save_text, remove_text};
    /* cppcheck-suppress memleak ; the store owns it */
    return true;
}

void cdc43_scep_directory_close(struct cdc43_scep_store *store) {
    struct directory *const directory = store->context;

    if (directory != NULL) {
        (void)close(directory->file);
        free(directory);
    }
    *store = (struct cdc43_scep_store){0};
}
