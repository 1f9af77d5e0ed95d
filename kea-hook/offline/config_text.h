/* SPDX-License-Identifier: MIT */
/* Reads a configuration file as kea-dhcp4 does: comments, included files, JSON with positions. */
#ifndef CDC43_HOOK_OFFLINE_CONFIG_TEXT_H
#define CDC43_HOOK_OFFLINE_CONFIG_TEXT_H

#include <functional>
#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

#include <cc/data.h>

namespace cdc43_kea {

/* Line and column count from 1; line 0: nowhere in a file. */
struct position {
    std::string file;
    unsigned line;
    unsigned column;

    std::string text() const;
};

bool operator<(const position &left, const position &right);

/* what() is the sentence, without the position. */
class config_text_error : public std::runtime_error {
  public:
    config_text_error(const position &at, const std::string &sentence)
        : std::runtime_error(sentence), where(at) {
    }
    position where;
};

/* A configuration and all that it includes as one text, comments blanked out, and where each
 * part of it came from. */
class config_text {
  public:
    /* Returns a file's content; throws std::runtime_error with a sentence. */
    using reader = std::function<std::string(const std::string &path)>;

    /* Throws config_text_error: unreadable file, too many levels, comment or include without end.
     */
    config_text(const std::string &path, const reader &read);

    const std::string &text() const {
        return text_;
    }

    /* Parses the text. Positions in the elements are those of the joined text, see find.
     * Throws config_text_error. */
    isc::data::ElementPtr parse() const;

    /* Where something stands that Kea's reader places in the joined text. */
    position find(unsigned line, unsigned column) const;
    position find(const isc::data::Element &element) const;
    /* Where the key of this element stands. */
    position find_key(const std::string &key, const isc::data::Element &element) const;

    /* The files in the order of their first lines. */
    std::vector<std::string> files() const;

  private:
    struct piece {
        unsigned line;   /* of the joined text, where the piece begins */
        unsigned column; /* likewise */
        position origin;
    };
    struct cursor;

    void add_file(const std::string &path, const reader &read, unsigned level);
    void add_piece(const position &origin);
    void add(char c);
    void copy_string(cursor &from);
    void skip_line(cursor &from);
    void skip_block(cursor &from);
    std::string include_path(cursor &from);
    void check_depth() const;
    void check_end(std::istream &in, int line, int column) const;
    void check_members(const std::string &text) const;

    std::string text_;
    unsigned line_;
    unsigned column_;
    std::vector<piece> pieces_;
    std::vector<std::string> files_ = {};
};

} // namespace cdc43_kea

#endif
