/* SPDX-License-Identifier: MIT */
/* Work in a child process, which may crash, hang or say too much. */
#ifndef CDC43_KEA_CHILD_H
#define CDC43_KEA_CHILD_H

#include <functional>
#include <string>

namespace cdc43_kea {

/* A file descriptor that is closed at the end. */
class descriptor {
  public:
    /* Takes the number; throws std::system_error (errno) when it is negative. */
    explicit descriptor(int number);
    descriptor(const descriptor &) = delete;
    descriptor &operator=(const descriptor &) = delete;
    ~descriptor() {
        shut();
    }
    void shut();
    operator int() const {
        return number_;
    }

  private:
    int number_;
};

/* How a child has ended. */
struct child_end {
    std::string words = {}; /* what it wrote; more than 64 KiB are dropped */
    bool is_late = false;   /* it was ended because the time was over */
    int status = 0;         /* as waitpid says, unless it was late */
};

/* Runs work in a child, in a process group of its own, for so many seconds at most. work writes its
 * words to the file descriptor that it gets; it calls exec, or returns the exit status. Throws
 * std::system_error. */
child_end run_child(const std::function<int(int words)> &work, unsigned seconds);

} // namespace cdc43_kea

#endif
