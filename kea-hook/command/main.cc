/* SPDX-License-Identifier: MIT */
/* cdc43-kea: which subcommand is wanted, and its options. */
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include "kea-hook/command/arguments.h"
#include "kea-hook/command/check.h"
#include "kea-hook/command/explain.h"
#include "kea-hook/command/migrate.h"
#include "kea-hook/command/verify.h"
#include "kea-hook/offline/element.h"
#include "tlv/text.h"

extern "C" {
#include "tlv/command/cli.h"
}

using namespace cdc43_kea;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

const char help[] =
    "cdc43-kea - what a Kea configuration puts into DHCP option 43 of Cisco desk phones\n"
    "\n"
    "Usage:\n"
    "  cdc43-kea check [--strict] [--format text|json] CONFIG\n"
    "      what is wrong, with line and column, and what to write instead\n"
    "  cdc43-kea explain --model MODEL [--mac MAC] [--subnet PREFIX|ID | --address ADDRESS]\n"
    "            [--request CODE,...] [--format text|json] [--show-secrets] CONFIG\n"
    "      what one phone gets and why; --vendor-class is another name of --model\n"
    "  cdc43-kea migrate [--show-secrets] CONFIG\n"
    "      the hook's configuration that replaces client classes\n"
    "  cdc43-kea verify-csr --key-file FILE [--key-file OLD]...\n"
    "      is the challenge password of the certificate request on standard input (PEM or DER)\n"
    "      the one that a profile with this \"challenge-key-file\" gives to its Common Name?\n"
    "  cdc43-kea --help | --version\n"
    "\n"
    "Exit: 0 good; 1 errors were found (with --strict also warnings), or the request is refused;\n"
    "      2 wrong usage.\n";

std::string read_file(const std::string &path) {
    if (path == "-") {
        throw std::runtime_error("the configuration must be a file");
    }
    errno = 0;
    try {
        std::ifstream in(path, std::ios::binary);
        std::string result((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());

        if (in.is_open() && !in.bad()) {
            return result;
        }
    } catch (const std::ios_base::failure &) { /* a directory */
    }
    const std::string reason = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    throw std::runtime_error("the file cannot be read" + reason);
}

/* What comes out of the configuration does nothing to a terminal. */
void print(std::string text) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }, '?');
    (void)fwrite(text.data(), 1, text.size(), stdout);
}

void print_json(const ElementPtr &value) {
    print(isc::data::prettyPrint(value) + "\n");
}

/* What a combination gets, without the octets. */
ElementPtr result_of(const combination &one) {
    const ElementPtr item = Element::createMap();
    const outcome &got = one.result;

    item->set("model", Element::create(one.model));
    item->set("location", Element::create(one.where.name()));
    item->set("source", Element::create(got.hook.is_added       ? "hook: " + got.hook.profile
                                        : got.winner == nullptr ? std::string()
                                                                : got.winner->name));
    item->set("instances", Element::create(static_cast<int64_t>(got.instances.size())));
    item->set("length", Element::create(static_cast<int64_t>(got.joined.size())));
    return item;
}

int report(const findings &found, const ElementPtr &results, const arguments &given) {
    const size_t errors = found.count(severity::error);
    const size_t warnings = found.count(severity::warning);
    const size_t notes = found.count(severity::note);

    if (given.is_json) {
        const ElementPtr all = Element::createMap();

        all->set("findings", found.json());
        all->set("results", results);
        all->set("errors", Element::create(static_cast<int64_t>(errors)));
        all->set("warnings", Element::create(static_cast<int64_t>(warnings)));
        all->set("notes", Element::create(static_cast<int64_t>(notes)));
        print_json(all);
    } else {
        print(found.text());
        print(given.config + ": " + std::to_string(errors) + " errors, " +
              std::to_string(warnings) + " warnings, " + std::to_string(notes) + " notes; " +
              std::to_string(results->size()) + " combinations of model and location\n");
    }
    return cdc43_cli_finish(errors != 0 || (given.strict && warnings != 0) ? CDC43_EXIT_BAD
                                                                           : CDC43_EXIT_GOOD);
}

int run_check(const arguments &given) {
    findings found;
    const ElementPtr results = Element::createList();

    try {
        const config_text text(given.config, read_file);
        const configuration config(text, text.parse());

        check(
            config, [&](const combination &one) { results->add(result_of(one)); }, found);
    } catch (const config_text_error &e) {
        found.add(e.where, rule::UNREADABLE, "", e.what());
    }
    return report(found, results, given);
}

const host *find_host(const configuration &config, const subnet &of, const client &who) {
    if (who.mac.empty()) {
        return nullptr;
    }
    for (const host &entry : of.hosts) {
        if (of.uses_own_hosts && entry.mac == who.mac) {
            return &entry;
        }
    }
    for (const host &entry : config.hosts) {
        if (of.uses_global_hosts && entry.mac == who.mac) {
            return &entry;
        }
    }
    return nullptr;
}

/* The pool of the address, if there is one, else the first that lets the client in. */
const pool *find_pool(const configuration &config, const subnet &of, const client &who,
                      const host *reservation, uint32_t address) {
    if (address == 0 && reservation != nullptr) {
        address = reservation->address;
    }
    for (const pool &entry : of.pools) {
        const location where = {&of, &entry, reservation};

        if (address != 0 ? entry.first <= address && address <= entry.last
                         : work_out(config, nullptr, who, where).is_served) {
            return &entry;
        }
    }
    return nullptr;
}

/* 0, or an exit code after a message. */
int read_location(const configuration &config, const arguments &given, const client &who,
                  location &result) {
    uint32_t address = 0;
    result = {nullptr, nullptr, nullptr};

    if (!given.address.empty() && (!parse_address(given.address, &address) || address == 0)) {
        return cdc43_cli_usage("--address must be an IPv4 address");
    }
    if (!given.address.empty() && !given.subnet.empty()) {
        return cdc43_cli_usage("--subnet or --address, not both");
    }
    if (!given.subnet.empty()) {
        result.in_subnet = config.find_subnet(given.subnet);
    } else if (address != 0) {
        result.in_subnet = config.find_subnet(address);
    } else if (config.subnets.size() == 1) {
        result.in_subnet = &config.subnets.front();
    } else if (config.subnets.size() > 1) {
        return cdc43_cli_usage("there are several subnets: --subnet or --address is wanted");
    }
    if (result.in_subnet == nullptr) {
        return config.subnets.empty() ? 0 : cdc43_cli_fail("there is no such subnet");
    }
    result.reservation = find_host(config, *result.in_subnet, who);
    result.in_pool = find_pool(config, *result.in_subnet, who, result.reservation, address);
    return 0;
}

int run_explain(const arguments &given) {
    explain_request request = {{}, {}, given.show_secrets};
    findings found;
    int code = read_client(given, request.who);

    if (code != 0) {
        return code;
    }
    const config_text text(given.config, read_file);
    const configuration config(text, text.parse());
    const std::unique_ptr<hook_view> hooks = read_hook(config, found);
    code = read_location(config, given, request.who, request.where);
    if (code != 0) {
        return code;
    }
    if (found.count(severity::error) != 0) {
        (void)fputs(found.text().c_str(), stderr);
        return CDC43_EXIT_BAD;
    }
    if (given.is_json) {
        print_json(explain_json(config, hooks.get(), request));
    } else {
        print(explain_text(config, hooks.get(), request));
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int run_migrate(const arguments &given) {
    const config_text text(given.config, read_file);
    const configuration config(text, text.parse());
    const migration result = migrate(config, given.show_secrets);

    if (result.profile_count == 0 && result.problems == 0) {
        return cdc43_cli_fail("%s: no scope has anything for these phones in option 43",
                              given.config.c_str());
    }
    print(result.text);
    return cdc43_cli_finish(result.problems != 0 ? CDC43_EXIT_BAD : CDC43_EXIT_GOOD);
}

/* Reads a subcommand's own arguments, then does its work. No exception leaves. */
int run(int argc, char **argv, const char *options, int (*work)(const arguments &given)) {
    arguments given;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        }
    }
    try {
        start_kea_libraries();
        const int code = read_arguments(argc, argv, options, given);

        return code != 0 ? code : work(given);
    } catch (const config_text_error &e) {
        return cdc43_cli_fail("%s: %s", e.where.text().c_str(), e.what());
    } catch (const std::exception &) {
        /* Its words may quote a value. */
        return cdc43_cli_fail("this configuration cannot be worked out");
    }
}

int run_verify(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        (void)fputs(help, stdout);
        return cdc43_cli_finish(CDC43_EXIT_GOOD);
    }
    return cdc43_kea_verify_request(argc, argv);
}

} // namespace

int main(int argc, char **argv) {
    static const cdc43_cli_command commands[] = {
        {"check",
         [](int count, char **words) { return run(count, words, "--strict --format", run_check); }},
        {"explain",
         [](int count, char **words) {
             return run(count, words,
                        "--model --vendor-class --mac --subnet --address --request --format "
                        "--show-secrets",
                        run_explain);
         }},
        {"migrate",
         [](int count, char **words) { return run(count, words, "--show-secrets", run_migrate); }},
        {"verify-csr", run_verify},
    };

    cdc43_cli_set_name("cdc43-kea");
    return cdc43_cli_main(argc, argv, commands, std::size(commands), help);
}
