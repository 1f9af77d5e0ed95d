/* SPDX-License-Identifier: MIT */
/* cdc43-kea: its subcommands and their options. */
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

#include "kea-hook/command/arguments.h"
#include "kea-hook/command/as_user.h"
#include "kea-hook/command/assumptions.h"
#include "kea-hook/command/check.h"
#include "kea-hook/command/explain.h"
#include "kea-hook/command/installed.h"
#include "kea-hook/command/kea_verdict.h"
#include "kea-hook/command/migrate.h"
#include "kea-hook/command/verify.h"
#include "kea-hook/offline/element.h"
#include "tlv/command/cli.h"
#include "tlv/command/options.h"
#include "tlv/text.h"

using namespace cdc43_kea;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

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
void print(std::string text, FILE *to = stdout) {
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }, '?');
    (void)fwrite(text.data(), 1, text.size(), to);
}

void print_json(const ElementPtr &value) {
    print(isc::data::prettyPrint(value) + "\n");
}

/* What a combination gets, without the octets. */
ElementPtr result_of(const configuration &config, const combination &one) {
    const ElementPtr item = Element::createMap();
    const outcome &got = one.result;

    item->set("model", Element::create(one.model));
    item->set("location", Element::create(one.name(config)));
    item->set("source", Element::create(got.hook.is_added       ? "hook: " + got.hook.profile
                                        : got.winner == nullptr ? std::string()
                                                                : got.winner->name));
    item->set("instances", Element::create(static_cast<int64_t>(got.instances.size())));
    item->set("length", Element::create(static_cast<int64_t>(got.joined.size())));
    return item;
}

/* What a check has come to. */
struct checked {
    findings found = {};
    assumptions assumed = {};
    size_t combinations = 0;
    ElementPtr results = Element::createList(); /* what they get, with JSON only */
};

int report(const checked &all, const arguments &given) {
    const findings &found = all.found;
    const size_t errors = found.count(severity::error);
    const size_t warnings = found.count(severity::warning);
    const size_t notes = found.count(severity::note);

    if (given.format == CDC43_CLI_FORMAT_JSON) {
        const ElementPtr map = Element::createMap();

        map->set("findings", found.json());
        map->set("results", all.results);
        map->set("assumed", all.assumed.json());
        map->set("errors", Element::create(static_cast<int64_t>(errors)));
        map->set("warnings", Element::create(static_cast<int64_t>(warnings)));
        map->set("notes", Element::create(static_cast<int64_t>(notes)));
        map->set("user", Element::create(current_user()));
        map->set("kea", Element::create(!given.no_kea));
        print_json(map);
    } else {
        print(found.text());
        print(all.assumed.text());
        print(std::string(given.config) + ": " + std::to_string(errors) + " errors, " +
              std::to_string(warnings) + " warnings, " + std::to_string(notes) + " notes; " +
              std::to_string(all.combinations) +
              " combinations of model and location; files read as user " + current_user() +
              (given.no_kea ? "; Kea was not asked (--no-kea)\n" : "\n"));
    }
    return cdc43_cli_finish(errors != 0 || (given.strict && warnings != 0) ? CDC43_EXIT_BAD
                                                                           : CDC43_EXIT_GOOD);
}

/* A line on a terminal about work that takes long. */
class progress {
  public:
    progress() = default;
    progress(const progress &) = delete;
    progress &operator=(const progress &) = delete;
    ~progress() {
        if (is_shown_) {
            (void)fputs("\r\033[K", stderr);
        }
    }
    void show(const char *what, size_t count) {
        if (count % 50000 == 0 && isatty(STDERR_FILENO) != 0) {
            (void)fprintf(stderr, "\r%zu %s", count, what);
            is_shown_ = true;
        }
    }

  private:
    bool is_shown_ = false;
};

/* What the file names is judged by the user who will read it. -1, or an exit code after a message.
 */
int look_as_kea(const arguments &given) {
    if (given.user != nullptr && !become_user(given.user)) {
        return cdc43_cli_fail("this user does not exist, or only root can look as this user");
    }
    if (given.user == nullptr && is_root()) {
        (void)become_user(find_kea_user());
    }
    return -1;
}

/* Files that Kea will have to read, with the eyes that this process has now. */
void check_files(const config_text &text, const opened_file &config, findings &result) {
    const std::vector<std::string> files = text.files();

    if (!config.may_be_read()) {
        result.add({files.front(), 0, 0}, rule::FILE_MODE, "", "user " + current_user());
    }
    for (size_t i = 1; i < files.size(); i++) {
        if (access(files[i].c_str(), R_OK) != 0) {
            result.add({files[i], 0, 0}, rule::FILE_CLOSED, "", "user " + current_user());
        }
    }
}

int check_text(const config_text &text, const arguments &given, checked &all) {
    std::unique_ptr<config_text_error> unreadable;
    progress shown;
    ElementPtr root;

    try {
        root = text.parse();
        const configuration config(text, root);

        check(
            config,
            [&](const combination &one) {
                shown.show("combinations of model and location", ++all.combinations);
                all.assumed.add(one);
                if (given.format == CDC43_CLI_FORMAT_JSON) {
                    all.results->add(result_of(config, one));
                }
            },
            all.found);
        if (given.installed) {
            check_installed(config, all.found);
        }
    } catch (const config_text_error &e) {
        unreadable = std::make_unique<config_text_error>(e);
    }
    if (!given.no_kea) {
        check_verdict(text, root, all.found);
    }
    /* Kea's words say more, but it stops where it does not follow. */
    if (unreadable && all.found.count(severity::error) == 0) {
        all.found.add(unreadable->where, rule::UNREADABLE, "", unreadable->what());
    }
    return report(all, given);
}

int check_config(const arguments &given) {
    checked all;

    try {
        const config_text text(given.config, read_file);
        const opened_file config(given.config);
        const int code = look_as_kea(given);

        if (code >= 0) {
            return code;
        }
        check_files(text, config, all.found);
        return check_text(text, given, all);
    } catch (const config_text_error &e) {
        all.found.add(e.where, rule::UNREADABLE, "", e.what());
        return report(all, given);
    }
}

const host *find_host(const configuration &config, const subnet &of, const client &who) {
    if (who.mac.empty()) {
        return nullptr;
    }
    for (const host &entry : of.hosts) {
        if (of.has_own_hosts && entry.ids[CDC43_HOOK_HW_ADDRESS] == who.mac) {
            return &entry;
        }
    }
    for (const host &entry : config.tree.hosts) {
        if (of.has_global_hosts && entry.ids[CDC43_HOOK_HW_ADDRESS] == who.mac) {
            return &entry;
        }
    }
    return nullptr;
}

/* The pool of the address, if there is one; else the first that lets the client in, or may; else
 * the first, which keeps it out. A reserved address needs no pool. */
const pool *find_pool(const configuration &config, const subnet &of, const client &who,
                      const host *reservation, uint32_t address) {
    const pool *possible = nullptr;

    if (address == 0 && reservation != nullptr) {
        address = reservation->address;
    }
    for (const pool &entry : of.pools) {
        if (address != 0) {
            if (entry.range.has(address)) {
                return &entry;
            }
            continue;
        }
        switch (work_out(config, nullptr, who, {&of, &entry, reservation}).served) {
        case truth::yes:
            return &entry;
        case truth::unknown:
            possible = possible == nullptr ? &entry : possible;
            break;
        case truth::no:
            break;
        }
    }
    return possible != nullptr || address != 0 || of.pools.empty() ? possible : &of.pools.front();
}

/* 0, or an exit code after a message. */
int read_location(const configuration &config, const arguments &given, const client &who,
                  location &result) {
    uint32_t address = 0;
    result = {nullptr, nullptr, nullptr};

    if (given.address != nullptr &&
        (!cdc43_hook::parse_address(given.address, &address) || address == 0)) {
        return cdc43_cli_usage("--address takes an IPv4 address");
    }
    if (given.subnet != nullptr && *given.subnet == '\0') {
        return cdc43_cli_usage("--subnet takes a prefix or the number of a subnet");
    }
    if (given.address != nullptr && given.subnet != nullptr) {
        return cdc43_cli_usage("specify --subnet or --address, not both");
    }
    if (given.subnet != nullptr) {
        result.in_subnet = config.find_subnet(given.subnet);
    } else if (address != 0) {
        result.in_subnet = config.find_subnet(address);
    } else if (config.tree.subnets.size() == 1) {
        result.in_subnet = &config.tree.subnets.front();
    } else if (config.tree.subnets.size() > 1) {
        return cdc43_cli_usage("there are several subnets: specify --subnet or --address");
    }
    if (result.in_subnet == nullptr) {
        return config.tree.subnets.empty() ? 0 : cdc43_cli_fail("there is no such subnet");
    }
    result.reservation = find_host(config, *result.in_subnet, who);
    result.in_pool = find_pool(config, *result.in_subnet, who, result.reservation, address);
    return 0;
}

int explain_config(const arguments &given) {
    explain_request request = {{}, {}, given.show_secrets};
    findings found;
    int code = read_client(given, request.who);

    if (code != 0) {
        return code;
    }
    const config_text text(given.config, read_file);
    const configuration config(text, text.parse());
    const std::unique_ptr<hook_view> hooks = read_hook(config, found);
    check_shape(config, found);
    if (found.count(severity::error) != 0) {
        print(found.text(), stderr);
        return CDC43_EXIT_BAD;
    }
    code = read_location(config, given, request.who, request.where);
    if (code != 0) {
        return code;
    }
    if (given.format == CDC43_CLI_FORMAT_JSON) {
        print_json(explain_json(config, hooks.get(), request));
    } else {
        print(explain_text(config, hooks.get(), request));
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int migrate_config(const arguments &given) {
    const config_text text(given.config, read_file);
    const configuration config(text, text.parse());
    findings found;

    check_shape(config, found);
    if (found.count(severity::error) != 0) {
        print(found.text(), stderr);
        return CDC43_EXIT_BAD;
    }
    const migration result = migrate(config, given.show_secrets);
    if (result.profile_count == 0 && result.problems == 0) {
        return cdc43_cli_fail("%s: no scope has anything for these phones in option 43",
                              given.config);
    }
    print(result.text);
    return cdc43_cli_finish(result.problems != 0 ? CDC43_EXIT_BAD : CDC43_EXIT_GOOD);
}

/* Does the work of a subcommand when its command line was read with this code. No exception leaves.
 */
int work(int code, const arguments &given, int (*work_on)(const arguments &given)) {
    if (code >= 0) {
        return code;
    }
    try {
        start_kea_libraries();
        return work_on(given);
    } catch (const config_text_error &e) {
        return cdc43_cli_fail("%s: %s", e.where.text().c_str(), e.what());
    } catch (const std::exception &) {
        /* Its words may quote a value. */
        return cdc43_cli_fail("this configuration cannot be worked out");
    }
}

cdc43_cli_option config_option(arguments &given) {
    return CDC43_CLI_TEXT(nullptr, "CONFIG", &given.config, CDC43_CLI_NEEDED,
                          "configuration file of kea-dhcp4");
}

cdc43_cli_option format_option(arguments &given) {
    return CDC43_CLI_CHOICE("format", CDC43_CLI_FORMATS, &given.format,
                            "text for people (default) or JSON for programs");
}

cdc43_cli_option secrets_option(arguments &given, const char *what) {
    return CDC43_CLI_FLAG("show-secrets", &given.show_secrets, what);
}

int run_check(const cdc43_cli_subcommand *self, int argc, char **argv) {
    arguments given;
    const cdc43_cli_option options[] = {
        config_option(given),
        CDC43_CLI_FLAG("strict", &given.strict, "warnings, too, make the exit code 1"),
        CDC43_CLI_FLAG("no-kea", &given.no_kea,
                       "do not have this machine's kea-dhcp4 test the file"),
        CDC43_CLI_FLAG("installed", &given.installed,
                       "load the hook libraries that CONFIG names, as this machine's Kea would "
                       "after a restart"),
        CDC43_CLI_TEXT("user", "USER", &given.user, 0,
                       "read the files that CONFIG names as this user (default for root: the one "
                       "that Kea runs as)"),
        format_option(given),
    };

    return work(cdc43_cli_parse(self, argc, argv, options, std::size(options)), given,
                check_config);
}

int run_explain(const cdc43_cli_subcommand *self, int argc, char **argv) {
    arguments given;
    const cdc43_cli_option options[] = {
        config_option(given),
        CDC43_CLI_TEXT("model", "MODEL", &given.model, 0,
                       "what the phone says in option 60, such as DP-9871"),
        CDC43_CLI_TEXT("vendor-class", "MODEL", &given.vendor_class, 0, "the same as --model"),
        CDC43_CLI_TEXT("mac", "MAC", &given.mac, 0,
                       "MAC address: finds the reservation, and is needed for the names"),
        CDC43_CLI_TEXT("subnet", "PREFIX|ID", &given.subnet, 0,
                       "subnet of the phone, if there are several"),
        CDC43_CLI_TEXT("address", "ADDRESS", &given.address, 0,
                       "an address in the phone's subnet, instead of --subnet"),
        CDC43_CLI_TEXT("request", "CODE,...", &given.request, 0,
                       "options that the phone asks for, or none (default "
                       "15,43,66,150,159,160)"),
        format_option(given),
        secrets_option(given, "show the challenge password, also in the octets"),
    };

    return work(cdc43_cli_parse(self, argc, argv, options, std::size(options)), given,
                explain_config);
}

int run_migrate(const cdc43_cli_subcommand *self, int argc, char **argv) {
    arguments given;
    const cdc43_cli_option options[] = {
        config_option(given),
        secrets_option(given, "show the challenge passwords; without this option they are null"),
    };

    return work(cdc43_cli_parse(self, argc, argv, options, std::size(options)), given,
                migrate_config);
}

const cdc43_cli_subcommand check_subcommand = {
    "check",
    "Report what is wrong, with line and column, and how to fix it",
    nullptr,
    {"no errors; with --strict, no warnings either", "errors were found", nullptr, nullptr},
    run_check,
};

const cdc43_cli_subcommand explain_subcommand = {
    "explain",
    "Show what one phone gets, and why",
    "Specify --model.",
    {"the explanation was printed", "the configuration cannot be read, or is not valid", nullptr,
     nullptr},
    run_explain,
};

const cdc43_cli_subcommand migrate_subcommand = {
    "migrate",
    "Print the hook's configuration that replaces client classes",
    nullptr,
    {"everything was migrated",
     "a comment says what was not, or the configuration cannot be "
     "read",
     nullptr, nullptr},
    run_migrate,
};

} // namespace

int main(int argc, char **argv) {
    static const cdc43_cli_subcommand *const subcommands[] = {
        &check_subcommand,
        &explain_subcommand,
        &migrate_subcommand,
        &verify_csr,
    };
    static const cdc43_cli_program program = {
        "cdc43-kea",
        "Show what a Kea configuration sends in DHCP option 43 to Cisco desk phones",
        subcommands,
        std::size(subcommands),
    };

    return cdc43_cli_run(&program, argc, argv);
}
