/* SPDX-License-Identifier: MIT */
/* Files are judged with the eyes of the user that Kea runs as. */
#ifndef CDC43_KEA_AS_USER_H
#define CDC43_KEA_AS_USER_H

#include <string>

namespace cdc43_kea {

/* The user that Kea runs as on this machine: by the service's unit file, or one of the usual names;
 * empty: nobody can tell. */
std::string find_kea_user();

/* From now on this process is that user, for good; only root can become another. False: it stays
 * who it is. */
bool become_user(const std::string &name);

/* A file that is there, opened by the user that this process was then. */
class opened_file {
  public:
    explicit opened_file(const std::string &path);
    opened_file(const opened_file &) = delete;
    opened_file &operator=(const opened_file &) = delete;
    ~opened_file();

    /* By its own mode: may the user that this process is now read it? */
    bool may_be_read() const;

  private:
    int number_;
};

/* Who this process is: "_kea", or a number if the machine has no name for it. */
std::string current_user();
bool is_root();

} // namespace cdc43_kea

#endif
