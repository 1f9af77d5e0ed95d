/* SPDX-License-Identifier: MIT */
/* What the Kea of this machine says about a configuration. */
#include "kea-hook/command/kea_verdict.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iterator>
#include <regex>
#include <set>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kea-hook/command/child.h"
#include "kea-hook/offline/element.h"
#include "kea-hook/offline/options.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;

namespace {

const unsigned patience = 120; /* seconds */

/* The text as a file without a name, so that any user can read it. */
void fill(int file, const std::string &text) {
    size_t at = 0;

    while (at < text.size()) {
        const ssize_t put = write(file, text.data() + at, text.size() - at);

        if (put < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category());
        }
        at += put > 0 ? static_cast<size_t>(put) : 0U;
    }
    (void)fchmod(file, S_IRUSR | S_IRGRP | S_IROTH);
}

/* For the child process, so only async-signal-safe calls. Returns only if the program cannot be
 * started. */
int become_kea(const char *program, const char *how, const char *path, int words) {
    static const char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
                                              "KEA_LOCKFILE_DIR=none", nullptr};
    const char *const arguments[] = {program, how, path, nullptr};
    const rlimit nothing = {0, 0};
    const int null = open("/dev/null", O_RDWR);

    (void)signal(SIGXFSZ, SIG_IGN);
    (void)setrlimit(RLIMIT_FSIZE, &nothing);
    (void)setrlimit(RLIMIT_CORE, &nothing);
    (void)dup2(null, STDIN_FILENO);
    (void)dup2(null, STDOUT_FILENO);
    (void)dup2(words, STDERR_FILENO);
    if (chdir("/") == 0) {
        (void)execve(program, const_cast<char *const *>(arguments),
                     const_cast<char *const *>(environment));
    }
    return 127;
}

/* Kea's words after "Syntax check failed with: " or "Error encountered: ". */
void read_refusal(const std::string &words, const std::string &path, kea_answer &result) {
    static const std::regex form(
        "(?:^|\n)(?:Syntax check failed with|Error encountered): ([^\n]*)");
    static const std::regex place(" ?\\(?([^ (]*):([0-9]+)[:.]([0-9]+)(-[0-9.]+)?(\\)|: )");
    std::smatch match;

    result.kind = kea_answer::refused;
    result.sentence = "it does not say why";
    if (!std::regex_search(words, match, form)) {
        return;
    }
    const std::string line = match[1];
    std::string rest;
    std::string::const_iterator from = line.begin();

    while (std::regex_search(from, line.end(), match, place)) {
        rest.append(from, match[0].first);
        if (match[1] != path) {
            rest.append(match[0].first, match[0].second);
        } else if (result.line == 0) {
            result.line = static_cast<unsigned>(std::stoul(match[2]));
            result.column = static_cast<unsigned>(std::stoul(match[3]));
        }
        from = match[0].second;
    }
    result.sentence = rest.append(from, line.end());
}

kea_answer ask(const std::string &program, const char *how, const std::string &text,
               unsigned seconds) {
    const descriptor file(memfd_create("kea-dhcp4.conf", 0));
    const std::string path = "/proc/self/fd/" + std::to_string(file);
    kea_answer result;

    fill(file, text);
    const child_end end = run_child(
        [&](int words) { return become_kea(program.c_str(), how, path.c_str(), words); }, seconds);
    if (end.is_late) {
        result.sentence = "it gave no answer within " + std::to_string(seconds) + " seconds";
    } else if (WIFSIGNALED(end.status)) {
        result.kind = kea_answer::refused;
        result.sentence = "it was ended by signal " + std::to_string(WTERMSIG(end.status));
    } else if (WEXITSTATUS(end.status) == 127) {
        result.sentence = "it cannot be started";
    } else if (WEXITSTATUS(end.status) == 0) {
        result.kind = kea_answer::accepted;
    } else if (end.words.find("invalid option") != std::string::npos) {
        result.sentence = "it does not know " + std::string(how);
    } else {
        read_refusal(end.words, path, result);
    }
    return result;
}

bool is_letter(char c) {
    const auto octet = static_cast<unsigned char>(c);

    return std::isalnum(octet) != 0 || octet > 0x7f || c == '_';
}

/* Words that may be in Kea's sentences, and words that must not. */
class vocabulary {
  public:
    explicit vocabulary(const ConstElementPtr &root) {
        names_.insert("Dhcp4");
        if (root) {
            add(root, "");
        }
    }

    /* A name in the configuration, an address, or a word as Kea's keywords are. */
    bool is_name(const std::string &text) const {
        static const char plain[] = "abcdefghijklmnopqrstuvwxyz-";

        return names_.count(text) != 0 ||
               (secret_.count(text) == 0 && text.find_first_not_of(plain) == text.npos) ||
               text.find_first_not_of("0123456789.:/-") == text.npos;
    }
    bool is_hidden(const std::string &word) const {
        return secret_.count(word) != 0 || (names_.count(word) == 0 && values_.count(word) != 0);
    }

  private:
    /* Does the data belong to an option that may hold a password? */
    static bool is_secret_option(const ConstElementPtr &option) {
        const std::string space = text_in(option, "space");

        return (!space.empty() && space != "dhcp4") ||
               number_in(option, "code", OPTION_VENDOR_SPECIFIC) == OPTION_VENDOR_SPECIFIC;
    }
    static void add_words(const std::string &text, bool is_every, std::set<std::string> &result) {
        for (size_t i = 0; i < text.size();) {
            const size_t end =
                static_cast<size_t>(std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(i),
                                                     text.end(), is_letter) -
                                    text.begin());
            const std::string word = text.substr(i, end - i);

            if (is_plain_value(word) ? false
                : is_every           ? !word.empty()
                                     : std::any_of(word.begin(), word.end(), [](unsigned char c) {
                                 return std::isdigit(c) != 0 || std::isupper(c) != 0 || c > 0x7f;
                             })) {
                result.insert(word);
            }
            i = end + 1;
        }
    }
    void add(const ConstElementPtr &element, const std::string &key) {
        static const std::set<std::string> named = {"name", "space",   "subnet",
                                                    "pool", "test",    "encapsulate",
                                                    "type", "library", "hw-address"};

        if (element->getType() == Element::list) {
            for (const auto &entry : element->listValue()) {
                add(entry, key == "interfaces" ? "name" : "");
            }
        } else if (element->getType() == Element::map) {
            for (const auto &member : element->mapValue()) {
                const bool is_data = member.first == "data" && is_secret_option(element);
                add(member.second, is_data ? "password" : member.first);
                add_words(member.first, false, values_);
            }
        } else if (element->getType() == Element::string) {
            const std::string text = element->stringValue();
            if (named.count(key) != 0) {
                names_.insert(text);
                add_words(text, true, names_);
            }
            const bool is_secret = key.find("password") != key.npos || key == "secret";
            add_words(text, is_secret, is_secret ? secret_ : values_);
        }
    }

    std::set<std::string> names_ = {};
    std::set<std::string> secret_ = {};
    std::set<std::string> values_ = {};
};

/* What is between quotes or brackets, unless it is a name. */
std::string without_quoted(const std::string &sentence, const vocabulary &words) {
    std::string result;

    for (size_t i = 0; i < sentence.size(); i++) {
        const char c = sentence[i];
        const bool is_open =
            c == '"' || c == '[' || (c == '\'' && (i == 0 || !is_letter(sentence[i - 1])));
        const size_t end = is_open ? sentence.find(c == '[' ? ']' : c, i + 1) : sentence.npos;
        const std::string inner =
            is_open && end != sentence.npos ? sentence.substr(i + 1, end - i - 1) : "";

        result += c;
        if (is_open && end != sentence.npos) {
            const bool has_word = std::any_of(inner.begin(), inner.end(), is_letter);
            result += (has_word && !words.is_name(inner) ? "..." : inner) + sentence[end];
            i = end;
        }
    }
    return result;
}

/* Is Kea's complaint that this machine lacks an interface? Then it has not looked at the rest. */
bool is_about_interfaces(const kea_answer &answer) {
    return answer.kind == kea_answer::refused &&
           answer.sentence.find("Failed to select interface") != answer.sentence.npos;
}

/* The text with an empty list of interfaces. */
std::string without_interfaces(const config_text &text, const ConstElementPtr &root) {
    const ConstElementPtr list =
        part(part(part(root, "Dhcp4", Element::map), "interfaces-config", Element::map),
             "interfaces", Element::list);
    std::string result = text.text();
    size_t at = 0;

    if (!list) {
        return "";
    }
    for (unsigned line = 1; line < list->getPosition().line_; line++) {
        at = result.find('\n', at) + 1;
    }
    /* Kea's reader has a list begin after its bracket. */
    for (at += list->getPosition().pos_ - 1; at < result.size() && result[at] != ']'; at++) {
        const bool is_text = result[at] == '"';
        do {
            result[at] = result[at] == '\n' ? '\n' : ' ';
        } while (is_text && ++at < result.size() && result[at] != '"');
        result[at] = result[at] == '\n' ? '\n' : ' ';
    }
    return result;
}

} // namespace

std::string find_kea() {
    for (const char *const folder : {"/usr/sbin/", "/usr/local/sbin/", "/opt/kea/sbin/"}) {
        const std::string path = std::string(folder) + "kea-dhcp4";

        if (access(path.c_str(), X_OK) == 0) {
            return path;
        }
    }
    return "";
}

kea_answer ask_kea(const std::string &program, const std::string &text, unsigned seconds) {
    const kea_answer loading =
        kea_version() < 20500 ? kea_answer() : ask(program, "-T", text, seconds);

    return loading.kind == kea_answer::none ? ask(program, "-t", text, seconds) : loading;
}

std::string without_values(const std::string &sentence, const ConstElementPtr &root) {
    const vocabulary words(root);
    std::string quoted = sentence;
    std::string result;

    if (!root && sentence.find('"') != sentence.rfind('"')) { /* quotes may be within quotes */
        quoted = sentence.substr(0, sentence.find('"')) + "..." +
                 sentence.substr(sentence.rfind('"') + 1);
    }
    quoted = without_quoted(quoted, words);
    for (size_t i = 0; i < quoted.size();) {
        const size_t end = std::min(
            quoted.size(),
            static_cast<size_t>(std::find_if_not(quoted.begin() + static_cast<std::ptrdiff_t>(i),
                                                 quoted.end(), is_letter) -
                                quoted.begin()));
        const std::string word = quoted.substr(i, end - i);

        result += words.is_hidden(word) ? "..." : word;
        result += end < quoted.size() ? quoted.substr(end, 1) : "";
        i = end + 1;
    }
    return result;
}

void check_verdict(const config_text &text, const ConstElementPtr &root, findings &result) {
    const std::string program = find_kea();
    kea_answer answer;
    const rule refusal = root ? rule::VERDICT : rule::UNREADABLE;

    answer.sentence = "this machine has no kea-dhcp4";
    if (!program.empty()) {
        answer = ask_kea(program, text.text(), patience);
    }
    const auto add = [&]() {
        const position there = text.find(answer.line, answer.column);

        if (answer.kind == kea_answer::refused &&
            (answer.line == 0 || !result.has_error_at(there))) {
            result.add(there, refusal, "", without_values(answer.sentence, root));
        }
    };
    add();
    if (is_about_interfaces(answer)) {
        answer = ask_kea(program, without_interfaces(text, root), patience);
        add();
    }
    if (answer.kind == kea_answer::none) {
        result.add(text.find(0, 0), rule::NO_VERDICT, "", answer.sentence);
    }
}

} // namespace cdc43_kea
