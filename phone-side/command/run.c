/* SPDX-License-Identifier: MIT */
/* cdc43-phone run: the certificate of a phone, looked after for as long as the process lives. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"

/* What wakes it; from EVENT_STOP on, what ends it. */
enum event { EVENT_TIME, EVENT_CHANGE, EVENT_HANGUP, EVENT_STOP, EVENT_GONE, EVENT_FAULT };

#define NEXT_CA_SECONDS 86400 /* between two questions for the next root CA */

struct loop {
    int signals; /* signalfd */
    int changes; /* inotify */
    int64_t next_at;
    time_t earliest; /* of the monotonic clock: the next check that nobody asked for */
    time_t planned;  /* of it, too: the next check as long as the time is not known */
    time_t next_ca;  /* of it, too: when to ask for the next root CA, with a check */
    bool asked;      /* a new certificate was asked for since the last check */
    struct stat folder;
};

/* A signal that ends us waits for the loop to read it; what takes long looks whether it is there.
 */
static bool is_stopped(void) {
    sigset_t waiting;

    return sigpending(&waiting) == 0 &&
           (sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1);
}

static time_t tick(void) {
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static bool open_loop(const char *path, struct loop *ret_loop) {
    sigset_t wanted;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGTERM);
    (void)sigaddset(&wanted, SIGINT);
    (void)sigaddset(&wanted, SIGHUP);
    ret_loop->changes = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    ret_loop->signals = sigprocmask(SIG_BLOCK, &wanted, NULL) == 0
                            ? signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK)
                            : -1;
    /* Files that are put in place, see store.h: a change is there whole. */
    return stat(path, &ret_loop->folder) == 0 && ret_loop->changes >= 0 && ret_loop->signals >= 0 &&
           inotify_add_watch(ret_loop->changes, path, IN_MOVED_TO | IN_ONLYDIR) >= 0;
}

/* A folder that was removed or renamed does not come back: what has its name then is another, whose
 * certificate would go into the old one. */
static bool is_gone(const char *path, const struct loop *loop) {
    struct stat now;

    return stat(path, &now) != 0 || now.st_dev != loop->folder.st_dev ||
           now.st_ino != loop->folder.st_ino;
}

static void close_loop(const struct loop *loop) {
    if (loop->changes >= 0) {
        (void)close(loop->changes);
    }
    if (loop->signals >= 0) {
        (void)close(loop->signals);
    }
}

static enum event read_signal(int signals) {
    struct signalfd_siginfo info;

    if (read(signals, &info, sizeof info) != (ssize_t)sizeof info) {
        return EVENT_TIME;
    }
    return info.ssi_signo == SIGHUP ? EVENT_HANGUP : EVENT_STOP;
}

static void drain(int changes) {
    char events[4096];

    while (read(changes, events, sizeof events) > 0) {
    }
}

/* Waits until the next check, but no longer than a minute: the clock may be set meanwhile. */
static enum event wait_for(const struct loop *loop, int64_t now) {
    struct pollfd files[] = {{loop->signals, POLLIN, 0}, {loop->changes, POLLIN, 0}};
    const int64_t pause = (int64_t)(loop->earliest - tick());
    const int64_t seconds = loop->next_at - now > pause ? loop->next_at - now : pause;
    const int64_t bounded = seconds < 1                          ? 1
                            : seconds > CDC43_SCEP_RETRY_SECONDS ? CDC43_SCEP_RETRY_SECONDS
                                                                 : seconds;

    if (poll(files, 2, (int)bounded * 1000) < 0) {
        return errno == EINTR ? EVENT_TIME : EVENT_FAULT;
    }
    if (files[0].revents != 0) {
        return read_signal(loop->signals);
    }
    if (files[1].revents != 0) {
        drain(loop->changes);
        return EVENT_CHANGE;
    }
    return EVENT_TIME;
}

/* Is it time for a check? Checks that nobody asked for are a minute apart, whatever the clock does;
 * one that is further away than any that is ever planned was planned with a wrong clock. As long as
 * the time is not known, the clock that only goes forward says when; see pause_of. */
static bool is_due(const struct loop *loop, int64_t now) {
    const int64_t furthest = now + 2 * (int64_t)CDC43_SCEP_CHECK_SECONDS;

    return loop->asked ||
           (tick() >= loop->earliest &&
            (now == CDC43_SCEP_NO_CLOCK ? tick() >= loop->planned
                                        : loop->next_at <= now || loop->next_at > furthest));
}

/* Seconds until the next check while the time is not known: such a check is planned as if it were
 * 1970. Any other was planned with a clock, and there is nothing to do without one. */
static time_t pause_of(const struct cdc43_scep_life *life) {
    return life->next_at < 2 * (int64_t)CDC43_SCEP_CHECK_SECONDS ? (time_t)life->next_at
                                                                 : CDC43_SCEP_CHECK_SECONDS;
}

/* What another process may have changed: a new certificate may be asked for. */
static void look(const struct cdc43_phone_cli_session *session, struct loop *loop) {
    struct cdc43_scep_life life;
    struct cdc43_scep_fault unused;

    if (cdc43_scep_load_life(&session->store, &life, &unused)) {
        loop->next_at = life.next_at;
        loop->asked = life.requested && life.next_at == 0;
    }
}

/* One line about a status that is another than the one before. */
static void say(const struct cdc43_scep_life *life, char before[CDC43_SCEP_STATUS_MAX]) {
    char sentence[CDC43_SCEP_STATUS_MAX];
    char time[CDC43_PHONE_TIME_MAX];
    const char *const advice = cdc43_scep_advice(life);

    cdc43_scep_print_status(life, sentence, sizeof sentence);
    if (strcmp(sentence, before) != 0) {
        memcpy(before, sentence, sizeof sentence);
        cdc43_phone_print_clock(life->next_at, time);
        (void)printf("%s%s%s (next check: %s)\n", sentence, advice != NULL ? "; what to do: " : "",
                     advice != NULL ? advice : "", time);
        (void)fflush(stdout);
    }
}

static void check(struct cdc43_phone_cli_session *session, enum cdc43_phone_cli_wish wish,
                  struct loop *loop, char before[CDC43_SCEP_STATUS_MAX]) {
    struct cdc43_scep_life life = {0};

    loop->asked = false;
    loop->earliest = tick() + CDC43_SCEP_RETRY_SECONDS;
    loop->planned = loop->earliest;
    if (cdc43_phone_cli_check(session, wish, &life) == CDC43_EXIT_GOOD) {
        loop->next_at = life.condition == CDC43_SCEP_IS_CLOCK_NEEDED ? 0 : life.next_at;
        loop->planned = tick() + pause_of(&life);
        say(&life, before);
    }
    if (life.condition == CDC43_SCEP_IS_INSTALLED && tick() >= loop->next_ca) {
        loop->next_ca = tick() + NEXT_CA_SECONDS;
        cdc43_phone_cli_look_for_next_ca(session);
    }
}

static int judge(const char *path, enum event event) {
    if (event == EVENT_GONE) {
        return cdc43_cli_fail("%s: this directory was removed or renamed", path);
    }
    return event == EVENT_STOP ? CDC43_EXIT_GOOD
                               : cdc43_cli_fail("cannot wait: %s", strerror(errno));
}

static int look_after(struct cdc43_phone_cli_session *session, struct loop *loop) {
    char before[CDC43_SCEP_STATUS_MAX] = "";
    enum event event = EVENT_HANGUP; /* a start is a boot */

    /* Not at once: the phones of a site start together. */
    loop->next_ca = tick() + CDC43_SCEP_CHECK_SECONDS;
    while (event < EVENT_STOP) {
        if (event == EVENT_HANGUP) {
            check(session, CDC43_PHONE_BOOTED, loop, before);
        } else if (event == EVENT_CHANGE) {
            look(session, loop);
        }
        if (event != EVENT_HANGUP && is_due(loop, cdc43_phone_cli_now())) {
            check(session, CDC43_PHONE_AS_PLANNED, loop, before);
        }
        event = wait_for(loop, cdc43_phone_cli_now());
        loop->next_ca = event == EVENT_HANGUP ? tick() : loop->next_ca;
        if (event != EVENT_STOP && is_gone(session->choice->path, loop)) {
            event = EVENT_GONE;
        }
    }
    return judge(session->choice->path, event);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_phone_cli_session session;
    struct loop loop = {.signals = -1, .changes = -1};
    int code = cdc43_phone_cli_choose(self, argc, argv, CDC43_PHONE_TAKES_EXCHANGE, &choice);

    if (code >= 0) {
        return code;
    }
    choice.is_stopped = is_stopped;
    code = cdc43_phone_cli_begin(&choice, &session);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = open_loop(choice.path, &loop) ? look_after(&session, &loop)
                                         : cdc43_cli_fail("%s: cannot watch this directory: %s",
                                                          choice.path, strerror(errno));
    close_loop(&loop);
    cdc43_phone_cli_end(&session);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_run = {
    .name = "run",
    .summary = "Look after a phone's certificate: enrol, poll, renew in time",
    .notes = "The command checks every 4 hours, and at once after cdc43-phone boot, apply or enrol "
             "has changed something in DIR. SIGHUP makes it check now and try again what has "
             "failed; SIGTERM and SIGINT end it. It continues where it stopped when it is started "
             "again. It prints one line for each change of the status. Once a day, and at SIGHUP, "
             "it asks the CA for its next root CA, and prints a line when the CA announces one.",
    .exits = {[CDC43_EXIT_GOOD] = "a signal ended it",
              [CDC43_EXIT_BAD] = "it could not start, or DIR was removed or renamed"},
    .run = run,
};
