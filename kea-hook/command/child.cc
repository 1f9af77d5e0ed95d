/* SPDX-License-Identifier: MIT */
/* Work in a child process, which may crash, hang or say too much. */
#include "kea-hook/command/child.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cdc43_kea {

namespace {

const size_t most_words = 65536;

class deadline {
  public:
    explicit deadline(unsigned seconds)
        : end_(std::chrono::steady_clock::now() + std::chrono::seconds(seconds)) {
    }
    int milliseconds_left() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end_ - std::chrono::steady_clock::now());
        return static_cast<int>(std::max<long long>(0, left.count()));
    }

  private:
    std::chrono::steady_clock::time_point end_;
};

/* What comes through a pipe until its end; false: that took too long. */
bool read_words(int pipe, const deadline &until, std::string &result) {
    char part[4096];
    pollfd ready = {pipe, POLLIN, 0};

    for (;;) {
        const int count = poll(&ready, 1, until.milliseconds_left());
        const ssize_t got = count > 0 ? read(pipe, part, sizeof part) : -1;

        if (count == 0) {
            return false;
        }
        if (got == 0) {
            return true;
        }
        if (got > 0 && result.size() < most_words) {
            result.append(part, static_cast<size_t>(got));
        }
        if (got < 0 && errno != EINTR) {
            return false;
        }
    }
}

/* The status of a child; -1: it goes on until it is too late. */
int wait_for(pid_t child, const deadline &until) {
    int status = 0;
    pid_t done = 0;

    while ((done = waitpid(child, &status, WNOHANG)) == 0 && until.milliseconds_left() > 0) {
        (void)poll(nullptr, 0, 10);
    }
    if (done == child) {
        return status;
    }
    (void)kill(-child, SIGKILL);
    (void)waitpid(child, &status, 0);
    return -1;
}

} // namespace

descriptor::descriptor(int number) : number_(number) {
    if (number < 0) {
        throw std::system_error(errno, std::generic_category());
    }
}

void descriptor::shut() {
    if (number_ >= 0) {
        (void)close(number_);
    }
    number_ = -1;
}

child_end run_child(const std::function<int(int words)> &work, unsigned seconds) {
    const deadline until(seconds);
    int ends[2] = {-1, -1};
    child_end result;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category());
    }
    const descriptor out(ends[0]);
    descriptor in(ends[1]);
    const pid_t child = fork();
    if (child < 0) {
        throw std::system_error(errno, std::generic_category());
    }
    if (child == 0) {
        (void)setpgid(0, 0);
        _exit(work(in));
    }
    in.shut();
    const bool is_read = read_words(out, until, result.words);
    result.status = wait_for(child, is_read ? until : deadline(0));
    result.is_late = result.status == -1;
    return result;
}

} // namespace cdc43_kea
