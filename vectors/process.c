/* SPDX-License-Identifier: MIT */
/* A program under test: started, asked line by line, watched, ended. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vectors/runner.h"

#define LINE_MAX_OCTETS 65536U /* longer than any right answer */
#define STARTS_WITHOUT_ANSWER_MAX 3U

struct cdc43_vec_process {
    const char *command;
    int timeout_ms;
    unsigned restarts_left;
    unsigned fruitless; /* starts in a row that brought no answer */
    pid_t pid;          /* 0: it does not run */
    int to;             /* its standard input; -1: closed */
    int from;           /* its standard output; -1: closed */
    size_t held;        /* octets in line after the last answer */
    char line[LINE_MAX_OCTETS];
};

/* The group of the program that runs; 0: none. As it is not ours, no Ctrl-C reaches it. */
static volatile sig_atomic_t running;
static const int ends[] = {SIGHUP, SIGINT, SIGTERM}; /* what ends this command from outside */
#define END_COUNT (sizeof ends / sizeof ends[0])

static void end_with_us(int number) {
    if (running != 0) {
        (void)kill(-(pid_t)running, SIGKILL);
    }
    (void)raise(number); /* as if there were no handler: SA_RESETHAND */
}

static void catch_our_end(void) {
    for (size_t i = 0; i < END_COUNT; i++) {
        struct sigaction action;
        (void)sigaction(ends[i], NULL, &action);
        if (action.sa_handler == SIG_DFL) {
            action.sa_handler = end_with_us;
            action.sa_flags = (int)SA_RESETHAND;
            (void)sigaction(ends[i], &action, NULL);
        }
    }
}

struct cdc43_vec_process *cdc43_vec_process_new(const char *command, int timeout_ms,
                                                unsigned restarts) {
    struct cdc43_vec_process *const process = calloc(1, sizeof *process);

    if (process == NULL) {
        abort();
    }
    process->command = command;
    process->timeout_ms = timeout_ms;
    process->restarts_left = restarts;
    process->to = -1;
    process->from = -1;
    (void)signal(SIGPIPE, SIG_IGN); /* a program that ends early is an answer too */
    catch_our_end();
    return process;
}

static int64_t now_ms(void) {
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_end(int *fd) {
    if (*fd >= 0) {
        (void)close(*fd);
    }
    *fd = -1;
}

/* Waits until fd is ready or the time is up. */
static bool wait_for(int fd, short events, int64_t deadline) {
    struct pollfd wanted = {fd, events, 0};

    for (;;) {
        const int64_t left = deadline - now_ms();
        const int ready = poll(&wanted, 1, left > 0 ? (int)left : 0);
        if (ready > 0) {
            return true;
        }
        if (ready == 0 || errno != EINTR) {
            return false;
        }
    }
}

/* Two pipes of which the program gets its ends only. */
static bool make_pipes(int input[2], int output[2]) {
    if (pipe(input) != 0) {
        return false;
    }
    if (pipe(output) != 0) {
        (void)close(input[0]);
        (void)close(input[1]);
        return false;
    }
    (void)fcntl(input[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(input[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(output[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(output[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(input[1], F_SETFL, O_NONBLOCK);
    return true;
}

/* mask: the signals that the program has blocked. */
static int spawn(const char *command, const int input[2], const int output[2], const sigset_t *mask,
                 pid_t *ret_pid) {
    extern char **environ;
    char shell[] = "sh";
    char option[] = "-c";
    char *const text = strdup(command);
    char *const arguments[] = {shell, option, text, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    int err;

    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    (void)posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    (void)posix_spawnattr_init(&attributes);
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE);
    (void)posix_spawnattr_setsigdefault(&attributes, &defaults);
    (void)posix_spawnattr_setpgroup(&attributes, 0);
    (void)posix_spawnattr_setsigmask(&attributes, mask);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                                    POSIX_SPAWN_SETSIGMASK);
    err = posix_spawn(ret_pid, "/bin/sh", &actions, &attributes, arguments, environ);
    (void)posix_spawnattr_destroy(&attributes);
    (void)posix_spawn_file_actions_destroy(&actions);
    free(text);
    return err;
}

/* Starts it, and no end comes in between before its group is known. */
static int spawn_known(const char *command, const int input[2], const int output[2],
                       pid_t *ret_pid) {
    sigset_t held;
    sigset_t before;
    int err;

    (void)sigemptyset(&held);
    for (size_t i = 0; i < END_COUNT; i++) {
        (void)sigaddset(&held, ends[i]);
    }
    (void)sigprocmask(SIG_BLOCK, &held, &before);
    err = spawn(command, input, output, &before, ret_pid);
    running = err == 0 ? *ret_pid : 0;
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return err;
}

static bool start(struct cdc43_vec_process *process, char ret_problem[CDC43_VEC_TEXT_MAX]) {
    int input[2];
    int output[2];
    int err;

    if (process->fruitless >= STARTS_WITHOUT_ANSWER_MAX || process->restarts_left == 0) {
        *ret_problem = '\0';
        return false;
    }
    if (!make_pipes(input, output)) {
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "no pipe: %s", strerror(errno));
        return false;
    }
    err = spawn_known(process->command, input, output, &process->pid);
    (void)close(input[0]);
    (void)close(output[1]);
    process->to = input[1];
    process->from = output[0];
    process->held = 0;
    process->restarts_left--;
    process->fruitless++;
    if (err != 0) {
        process->pid = 0;
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "cannot start: %s", strerror(err));
    }
    return err == 0;
}

/* Waits for its end; kills the whole group when that does not come in time. Says how it ended;
 * true for exit status 0. */
static bool reap(struct cdc43_vec_process *process, int64_t deadline, char *ret_how, size_t size) {
    int status = 0;
    bool killed = false;

    while (waitpid(process->pid, &status, WNOHANG) == 0) {
        const struct timespec moment = {0, 2000000};
        if (now_ms() >= deadline && !killed) {
            (void)kill(-process->pid, SIGKILL);
            killed = true;
        }
        (void)nanosleep(&moment, NULL);
    }
    (void)kill(-process->pid, SIGKILL); /* what it may have started */
    running = 0;
    process->pid = 0;
    close_end(&process->to);
    close_end(&process->from);
    if (killed) {
        (void)snprintf(ret_how, size, "did not end and was killed");
    } else if (WIFSIGNALED(status)) {
        (void)snprintf(ret_how, size, "was killed by signal %d", WTERMSIG(status));
    } else {
        (void)snprintf(ret_how, size, "ended with exit status %d", WEXITSTATUS(status));
    }
    return !killed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Ends a program that cannot be trusted to be in step any more. */
static void drop(struct cdc43_vec_process *process) {
    char how[64];

    if (process->pid != 0) {
        (void)kill(-process->pid, SIGKILL);
        (void)reap(process, now_ms(), how, sizeof how);
    }
}

static bool send_line(struct cdc43_vec_process *process, const char *text, size_t len,
                      int64_t deadline) {
    while (len != 0) {
        const ssize_t n = write(process->to, text, len);
        if (n > 0) {
            text += n;
            len -= (size_t)n;
        } else if (n < 0 && errno == EAGAIN) {
            if (!wait_for(process->to, POLLOUT, deadline)) {
                return false;
            }
        } else if (n < 0 && errno != EINTR) {
            return false;
        }
    }
    return true;
}

enum received { RECEIVED_LINE, RECEIVED_LATE, RECEIVED_END, RECEIVED_LONG };

/* Waits for a line. *ret_len: without its line end, at the beginning of process->line; what was
 * received after it stays there too, see take_line. */
static enum received receive(struct cdc43_vec_process *process, int64_t deadline, size_t *ret_len) {
    for (;;) {
        const char *const end = memchr(process->line, '\n', process->held);
        ssize_t n;
        if (end != NULL) {
            *ret_len = (size_t)(end - process->line);
            return RECEIVED_LINE;
        }
        if (process->held == sizeof process->line) {
            return RECEIVED_LONG;
        }
        if (!wait_for(process->from, POLLIN, deadline)) {
            return RECEIVED_LATE;
        }
        n = read(process->from, process->line + process->held,
                 sizeof process->line - process->held);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return RECEIVED_END;
        }
        process->held += n > 0 ? (size_t)n : 0;
    }
}

/* The line as an answer to the question, or NULL. Takes it out of the buffer. */
static json_t *take_line(struct cdc43_vec_process *process, size_t len, const json_t *question,
                         char ret_problem[CDC43_VEC_TEXT_MAX]) {
    char shown[200];
    json_error_t error;
    json_t *answer =
        json_loadb(process->line, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

    (void)cdc43_vec_print_octets(process->line, len, shown, sizeof shown);
    if (!json_is_object(answer)) {
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "the answer is not a JSON object: %s",
                       shown);
        json_decref(answer);
        return NULL;
    }
    if (json_equal(json_object_get(answer, "id"), json_object_get(question, "id")) == 0) {
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX,
                       "the \"id\" of the answer differs from that of the question: %s", shown);
        json_decref(answer);
        return NULL;
    }
    process->held -= len + 1;
    memmove(process->line, process->line + len + 1, process->held);
    process->fruitless = 0;
    return answer;
}

static json_t *receive_answer(struct cdc43_vec_process *process, const json_t *question,
                              int64_t deadline, char ret_problem[CDC43_VEC_TEXT_MAX]) {
    char how[64];
    size_t len = 0;
    json_t *answer = NULL;

    switch (receive(process, deadline, &len)) {
    case RECEIVED_LINE:
        answer = take_line(process, len, question, ret_problem);
        break;
    case RECEIVED_LATE:
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "no answer within %d ms",
                       process->timeout_ms);
        break;
    case RECEIVED_END:
        (void)reap(process, deadline, how, sizeof how);
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX,
                       "no answer, the output ended: the program %s", how);
        break;
    case RECEIVED_LONG:
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "the answer is longer than %u octets",
                       LINE_MAX_OCTETS);
        break;
    }
    if (answer == NULL) {
        drop(process);
    }
    return answer;
}

json_t *cdc43_vec_ask_process(void *context, const json_t *question,
                              char ret_problem[CDC43_VEC_TEXT_MAX]) {
    struct cdc43_vec_process *const process = context;
    int64_t deadline;
    char *text;
    size_t len;
    bool sent;

    if (process->pid == 0 && !start(process, ret_problem)) {
        return NULL;
    }
    text = json_dumps(question, JSON_COMPACT | JSON_ENSURE_ASCII);
    if (text == NULL) {
        abort();
    }
    deadline = now_ms() + process->timeout_ms;
    len = strlen(text);
    text[len] = '\n'; /* instead of the NUL */
    sent = send_line(process, text, len + 1, deadline);
    free(text);
    /* What it does not take it may still have answered, or it has ended: look in any case. */
    if (!sent && now_ms() >= deadline) {
        (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "the question was not read within %d ms",
                       process->timeout_ms);
        drop(process);
        return NULL;
    }
    return receive_answer(process, question, deadline, ret_problem);
}

bool cdc43_vec_process_end(struct cdc43_vec_process *process,
                           char ret_problem[CDC43_VEC_TEXT_MAX]) {
    const int64_t deadline = now_ms() + process->timeout_ms;
    char how[64];
    bool clean = true;

    if (process->pid != 0) {
        size_t len = 0;
        enum received received;
        close_end(&process->to);
        received = receive(process, deadline, &len);
        clean = reap(process, deadline, how, sizeof how);
        if (received == RECEIVED_LINE || received == RECEIVED_LONG || process->held != 0) {
            (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX,
                           "the program wrote more than one line for a question");
            clean = false;
        } else if (!clean) {
            (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX,
                           "after the last question the program %s", how);
        }
    }
    free(process);
    return clean;
}
