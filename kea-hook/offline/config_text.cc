/* SPDX-License-Identifier: MIT */
/* Reads a configuration file as kea-dhcp4 does: comments, included files, JSON with positions. */
#include "kea-hook/offline/config_text.h"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>
#include <tuple>

namespace cdc43_kea {

using isc::data::Element;
using isc::data::ElementPtr;

namespace {
const unsigned max_level = 10; /* as many as Kea's own parser follows */
/* Brackets within brackets: many more than Kea has a use for. Its library follows them by
 * recursion, until there is no stack left. */
const size_t max_depth = 1000;
const char include_start[] = "<?include";

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
} // namespace

std::string position::text() const {
    if (line == 0) {
        return file;
    }
    return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

bool operator<(const position &left, const position &right) {
    return std::tie(left.file, left.line, left.column) <
           std::tie(right.file, right.line, right.column);
}

/* The next character of a file. */
struct config_text::cursor {
    const std::string &content;
    size_t at;
    position where;

    bool at_end() const {
        return at >= content.size();
    }
    bool starts(const char *word) const {
        return content.compare(at, std::char_traits<char>::length(word), word) == 0;
    }
    char take() {
        const char c = content[at++];

        if (c == '\n') {
            where.line++;
            where.column = 1;
        } else {
            where.column++;
        }
        return c;
    }
};

config_text::config_text(const std::string &path, const reader &read)
    : text_(), line_(1), column_(1), pieces_() {
    add_file(path, read, 0);
    if (std::all_of(text_.begin(), text_.end(), is_blank)) {
        throw config_text_error(pieces_.front().origin, "there is nothing in the file");
    }
}

void config_text::add(char c) {
    text_ += c;
    if (c == '\n') {
        line_++;
        column_ = 1;
    } else {
        column_++;
    }
}

void config_text::add_piece(const position &origin) {
    pieces_.push_back({line_, column_, origin});
}

void config_text::copy_string(cursor &from) {
    add(from.take());
    while (!from.at_end()) {
        const position here = from.where;
        const char c = from.take();

        if (static_cast<unsigned char>(c) < ' ') {
            throw config_text_error(here, "a string contains a control character or a line end");
        }
        add(c);
        if (c == '"') {
            return;
        }
        if (c == '\\' && !from.at_end()) {
            add(from.take());
        }
    }
}

void config_text::skip_line(cursor &from) {
    while (!from.at_end() && from.content[from.at] != '\n') {
        from.take();
        add(' ');
    }
}

void config_text::skip_block(cursor &from) {
    const position start = from.where;

    while (!from.at_end()) {
        const bool is_last = from.starts("*/");
        const char c = from.take();

        add(c == '\n' ? c : ' ');
        if (is_last) {
            from.take();
            add(' ');
            return;
        }
    }
    throw config_text_error(start, "this comment is not closed");
}

/* Afterwards the cursor is after the directive. */
std::string config_text::include_path(cursor &from) {
    const position start = from.where;
    const size_t end = from.content.find("?>", from.at);
    static const std::regex form("<\\?include[ \\t]*\"([^\"\\n]+)\"[ \\t]*");
    std::smatch match;

    if (end == std::string::npos) {
        throw config_text_error(start, "this include is not closed");
    }
    const std::string directive = from.content.substr(from.at, end - from.at);
    if (!std::regex_match(directive, match, form)) {
        throw config_text_error(start, "an include must be <?include \"FILE\"?>");
    }
    while (from.at < end + 2) {
        from.take();
    }
    return match[1];
}

void config_text::add_file(const std::string &path, const reader &read, unsigned level) {
    std::string content;

    try {
        content = read(path);
    } catch (const std::runtime_error &e) {
        throw config_text_error({path, 0, 0}, e.what());
    }
    if (content.compare(0, 3, "\xef\xbb\xbf") == 0) {
        throw config_text_error({path, 1, 1}, "the file begins with a byte order mark (ef bb bf), "
                                              "which Kea refuses");
    }
    files_.push_back(path);
    cursor from = {content, 0, {path, 1, 1}};
    add_piece(from.where);
    while (!from.at_end()) {
        if (from.starts("\"")) {
            copy_string(from);
        } else if (from.starts("#") || from.starts("//")) {
            skip_line(from);
        } else if (from.starts("/*")) {
            skip_block(from);
        } else if (from.starts(include_start)) {
            const position start = from.where;
            const std::string included = include_path(from);

            if (level == max_level) {
                throw config_text_error(start, "too many levels of included files");
            }
            add_file(included, read, level + 1);
            add_piece(from.where);
        } else {
            add(from.take());
        }
    }
}

/* Index of the quote that ends the string which begins there. */
static size_t end_of_string(const std::string &text, size_t begin) {
    size_t i = begin + 1;

    while (i < text.size() && text[i] != '"') {
        i += text[i] == '\\' ? 2U : 1U;
    }
    return i;
}

/* kea-dhcp4 accepts a comma after a comma and before a closing bracket, the JSON reader of its
 * library does not. Neither accepts one after an opening bracket. */
static std::string without_extra_commas(std::string text) {
    size_t comma = std::string::npos;
    char before = '{';

    for (size_t i = 0; i < text.size(); i++) {
        const char c = text[i];

        if (is_blank(c)) {
            continue;
        }
        if ((c == ',' || c == '}' || c == ']') && comma != std::string::npos) {
            text[comma] = ' ';
        }
        comma = c == ',' && before != '{' && before != '[' ? i : std::string::npos;
        before = c;
        if (c == '"') {
            i = end_of_string(text, i);
        }
    }
    return text;
}

void config_text::check_depth() const {
    unsigned line = 1;
    size_t line_start = 0;
    size_t depth = 0;

    for (size_t i = 0; i < text_.size(); i++) {
        const char c = text_[i];

        if (c == '\n') {
            line++;
            line_start = i + 1;
        } else if (c == '"') {
            i = end_of_string(text_, i);
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        } else if ((c == '{' || c == '[') && depth++ == max_depth) {
            throw config_text_error(find(line, static_cast<unsigned>(i - line_start) + 1),
                                    "there are more than " + std::to_string(max_depth) +
                                        " brackets within brackets");
        }
    }
}

/* The JSON reader of Kea's library keeps one of two members with the same name, kea-dhcp4 refuses
 * them. The text must have been taken by that reader. */
void config_text::check_members(const std::string &text) const {
    std::vector<std::set<std::string>> objects;
    unsigned line = 1;
    size_t line_start = 0;
    char before = ' ';

    for (size_t i = 0; i < text.size(); i++) {
        const char c = text[i];

        if (c == '\n') {
            line++;
            line_start = i + 1;
        } else if (c == '{' || c == '[') {
            objects.emplace_back();
        } else if (c == '}' || c == ']') {
            objects.pop_back();
        } else if (c == '"') {
            const size_t end = end_of_string(text, i);
            const std::string word = text.substr(i, end - i + 1);
            const size_t next = text.find_first_not_of(" \t\r\n", end + 1);

            if (next != std::string::npos && text[next] == ':' && before != ':' &&
                !objects.back().insert(word).second) {
                throw config_text_error(find(line, static_cast<unsigned>(i - line_start) + 1),
                                        "this object has " + word + " twice");
            }
            i = end;
        }
        before = is_blank(c) ? before : c;
    }
}

/* in: after the object, at that place of the joined text. */
void config_text::check_end(std::istream &in, int line, int column) const {
    for (int c = in.get(); c != std::char_traits<char>::eof(); c = in.get()) {
        if (!is_blank(static_cast<char>(c))) {
            throw config_text_error(
                find(static_cast<unsigned>(line), static_cast<unsigned>(column)),
                "there is something after the object");
        }
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n' ? 1 : 0;
    }
}

ElementPtr config_text::parse() const {
    const std::string plain = without_extra_commas(text_);
    std::istringstream in(plain);
    int line = 1;
    int column = 1;

    check_depth();
    try {
        const ElementPtr root = Element::fromJSON(in, pieces_.front().origin.file, line, column);
        if (!root || root->getType() != Element::map) {
            throw config_text_error(pieces_.front().origin, "this is not a JSON object");
        }
        check_end(in, line, column);
        check_members(plain);
        return root;
    } catch (const isc::data::JSONError &e) {
        /* Kea's sentence may quote the text, which may hold a secret: only the place is taken. */
        static const std::regex form("[\\s\\S]*:([0-9]+):([0-9]+)[\\s\\S]*");
        std::smatch match;
        const std::string sentence = e.what();
        position where = find(static_cast<unsigned>(line), static_cast<unsigned>(column));

        if (std::regex_match(sentence, match, form)) {
            where = find(static_cast<unsigned>(std::stoul(match[1])),
                         static_cast<unsigned>(std::stoul(match[2])));
        }
        throw config_text_error(where, "this is not JSON as Kea reads it");
    }
}

position config_text::find(unsigned line, unsigned column) const {
    const piece *best = &pieces_.front();

    for (const piece &candidate : pieces_) {
        if (std::tie(candidate.line, candidate.column) > std::tie(line, column)) {
            break;
        }
        best = &candidate;
    }
    position result = best->origin;
    result.line += line - best->line;
    result.column = line == best->line ? result.column + column - best->column : column;
    return result;
}

std::vector<std::string> config_text::files() const {
    return files_;
}

position config_text::find_key(const std::string &key, const Element &element) const {
    const Element::Position &at = element.getPosition();
    size_t line_start = 0;

    for (unsigned line = 1; line < at.line_; line++) {
        line_start = text_.find('\n', line_start) + 1;
    }
    const size_t found = text_.rfind('"' + key + '"', line_start + at.pos_ - 1);
    if (at.line_ == 0 || found == std::string::npos) {
        return find(element);
    }
    const std::string before = text_.substr(0, found);
    const size_t start = before.rfind('\n') + 1; /* npos + 1 is 0 */
    return find(static_cast<unsigned>(std::count(before.begin(), before.end(), '\n')) + 1,
                static_cast<unsigned>(found - start) + 1);
}

position config_text::find(const Element &element) const {
    const Element::Position &at = element.getPosition();
    const bool is_container =
        element.getType() == Element::map || element.getType() == Element::list;

    if (at.line_ == 0) {
        return {pieces_.front().origin.file, 0, 0};
    }
    /* Kea's reader has a list or an object begin after its bracket. */
    return find(at.line_, is_container && at.pos_ > 1 ? at.pos_ - 1 : at.pos_);
}

} // namespace cdc43_kea
