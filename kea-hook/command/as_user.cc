/* SPDX-License-Identifier: MIT */
/* Files are judged with the eyes of the user that Kea runs as. */
#include "kea-hook/command/as_user.h"

#include <fstream>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace cdc43_kea {

/* "User=" in a unit file; empty: it is not there. */
static std::string user_in(const std::string &path) {
    const std::string key = "User=";
    std::ifstream unit(path);
    std::string line;
    std::string result;

    while (std::getline(unit, line)) {
        if (line.compare(0, key.size(), key) == 0) {
            result = line.substr(key.size());
        }
    }
    return result;
}

std::string find_kea_user() {
    for (const char *const folder :
         {"/etc/systemd/system/", "/usr/lib/systemd/system/", "/lib/systemd/system/"}) {
        for (const char *const unit :
             {"kea-dhcp4-server.service", "isc-kea-dhcp4-server.service", "kea-dhcp4.service"}) {
            const std::string user = user_in(std::string(folder) + unit);

            if (!user.empty()) {
                return user;
            }
        }
    }
    for (const char *const usual : {"_kea", "kea"}) {
        if (getpwnam(usual) != nullptr) {
            return usual;
        }
    }
    return "";
}

bool become_user(const std::string &name) {
    const passwd *const user = getpwnam(name.c_str());

    if (user == nullptr) {
        return false;
    }
    if (user->pw_uid == geteuid()) {
        return true;
    }
    const uid_t uid = user->pw_uid;
    const gid_t gid = user->pw_gid;
    return geteuid() == 0 && initgroups(name.c_str(), gid) == 0 && setgid(gid) == 0 &&
           setuid(uid) == 0;
}

opened_file::opened_file(const std::string &path)
    : number_(open(path.c_str(), O_PATH | O_CLOEXEC)) {
}

opened_file::~opened_file() {
    if (number_ >= 0) {
        (void)close(number_);
    }
}

bool opened_file::may_be_read() const {
    return faccessat(number_, "", R_OK, AT_EMPTY_PATH | AT_EACCESS) == 0;
}

bool is_root() {
    return geteuid() == 0;
}

std::string current_user() {
    const passwd *const user = getpwuid(geteuid());

    return user != nullptr ? user->pw_name : std::to_string(geteuid());
}

} // namespace cdc43_kea
