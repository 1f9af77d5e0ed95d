/* SPDX-License-Identifier: MIT */
/* Whether the challenge password of a certificate request was made for its Common Name. */
#include "kea-hook/command/verify.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "kea-hook/credentials/challenge.h"
#include "kea-hook/credentials/files.h"
#include "kea-hook/credentials/request.h"
#include "tlv/command/cli.h"

namespace {

const size_t max_keys = 8;

/* The files that the command line names. */
struct key_files {
    const char *paths[max_keys];
    size_t count;
};

using key_owner = std::unique_ptr<cdc43_hook_key, void (*)(cdc43_hook_key *)>;

struct request : cdc43_hook_request {
    request() : cdc43_hook_request() {
    }
    request(const request &) = delete;
    request &operator=(const request &) = delete;
    ~request() {
        cdc43_wipe(this, sizeof *this);
    }
};

int fail(const char *where, cdc43_hook_err err) {
    return cdc43_cli_fail("%s%s", where, cdc43_hook_err_text(err));
}

/* 0, or an exit code after a message. */
int add_key(const char *path, std::vector<key_owner> &keys) {
    uint8_t content[CDC43_HOOK_KEY_MAX];
    cdc43_hook_key *key = nullptr;
    size_t len = 0;
    int number = 0;
    cdc43_hook_err err = cdc43_hook_read_secret(path, content, sizeof content, &len, &number);

    if (err == CDC43_HOOK_ERR_FILE_OPEN) {
        return cdc43_cli_fail("%s: %s: %s", path, cdc43_hook_err_text(err),
                              std::generic_category().message(number).c_str());
    }
    if (err == CDC43_HOOK_OK) {
        err = cdc43_hook_make_key({content, len}, &key);
    }
    cdc43_wipe(content, sizeof content);
    if (err != CDC43_HOOK_OK) {
        return fail((std::string(path) + ": ").c_str(), err);
    }
    keys.emplace_back(key, cdc43_hook_free_key);
    return CDC43_EXIT_GOOD;
}

/* --key-file, as an option's take. */
int take_key_file(void *target, const char *path) {
    auto *const files = static_cast<key_files *>(target);

    if (files->count == max_keys) {
        return cdc43_cli_usage("at most %zu keys", max_keys);
    }
    files->paths[files->count++] = path;
    return -1;
}

/* 0, or an exit code after a message. */
int read_request(request &result) {
    size_t len = 0;

    (void)setvbuf(stdin, nullptr, _IONBF, 0); /* no copy in a buffer that nobody erases */
    char *const octets = cdc43_cli_read("-", CDC43_HOOK_REQUEST_MAX, &len);

    if (octets == nullptr) {
        return CDC43_EXIT_BAD;
    }
    const cdc43_hook_err err =
        cdc43_hook_read_request({reinterpret_cast<const uint8_t *>(octets), len}, &result);
    cdc43_wipe(octets, len);
    free(octets);
    return err == CDC43_HOOK_OK ? CDC43_EXIT_GOOD : fail("", err);
}

int verify(const key_files &files) {
    std::vector<key_owner> keys;
    std::vector<const cdc43_hook_key *> all;
    request asked;
    int code = CDC43_EXIT_GOOD;

    for (size_t i = 0; i < files.count && code == CDC43_EXIT_GOOD; i++) {
        code = add_key(files.paths[i], keys);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = read_request(asked);
    }
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    all.reserve(keys.size());
    for (const key_owner &key : keys) {
        all.push_back(key.get());
    }
    const cdc43_hook_err err =
        cdc43_hook_check_challenge(all.data(), all.size(), {asked.common_name, asked.name_len},
                                   {asked.challenge, asked.challenge_len});
    return err == CDC43_HOOK_OK ? CDC43_EXIT_GOOD : fail("", err);
}

int run(const cdc43_cli_subcommand *self, int argc, char **argv) {
    key_files files = {{}, 0};
    const cdc43_cli_option options[] = {
        CDC43_CLI_TAKE("key-file", "FILE", take_key_file, &files,
                       CDC43_CLI_NEEDED | CDC43_CLI_REPEATS,
                       "key as in \"challenge-key-file\"; one of up to eight keys must fit"),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, std::size(options));

    if (code >= 0) {
        return code;
    }
    try {
        return verify(files);
    } catch (const std::exception &) {
        return cdc43_cli_fail("the request cannot be checked");
    }
}

} // namespace

const cdc43_cli_subcommand cdc43_kea::verify_csr = {
    "verify-csr",
    "Check the challenge password of a certificate request",
    "The request, PKCS #10 in PEM or DER form, comes from standard input. Its challenge password "
    "must be the one that a profile with this \"challenge-key-file\" gives to its Common Name.",
    {"it is", "it is not, or the request or a key cannot be read; standard error says why", nullptr,
     nullptr},
    run,
};
