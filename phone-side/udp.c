/* SPDX-License-Identifier: MIT */
/* The socket and the clock of the DHCP exchange. */
#include "phone-side/udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* More than an Ethernet frame carries; a longer message is cut and then refused. */
#define RECEIVE_SIZE 4096U

bool cdc43_phone_udp_random(uint32_t *ret_random) {
    uint32_t random = 0;

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random) {
        return false;
    }
    *ret_random = random;
    return true;
}

uint64_t cdc43_phone_udp_now(void) {
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000U + (uint64_t)now.tv_nsec / 1000000U;
}

static struct sockaddr_in address_of(uint32_t address, uint16_t port) {
    struct sockaddr_in socket_address = {0};

    socket_address.sin_family = AF_INET;
    socket_address.sin_port = htons(port);
    socket_address.sin_addr.s_addr = htonl(address);
    return socket_address;
}

static void set_system(struct cdc43_phone_udp_report *ret_report, const char *step) {
    ret_report->result = CDC43_PHONE_UDP_SYSTEM;
    ret_report->step = step;
    ret_report->number = errno;
}

/* -1 with the report set. The order matters: bound to the interface before it is bound to the port,
 * so that no message of another interface ever gets in. */
static int open_socket(const char *interface, struct cdc43_phone_udp_report *ret_report) {
    const struct sockaddr_in here = address_of(INADDR_ANY, CDC43_PHONE_DHCP_CLIENT_PORT);
    const int on = 1;
    int fd = -1;

    /* Asked first, because the socket would take the beginning of a name that is too long. */
    if (if_nametoindex(interface) == 0) {
        set_system(ret_report, "find the interface");
        return -1;
    }
    fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        set_system(ret_report, "open a socket");
        return -1;
    }
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on) != 0) {
        set_system(ret_report, "set up the socket");
    } else if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, interface,
                          (socklen_t)strlen(interface)) != 0) {
        set_system(ret_report, "bind to the interface");
    } else if (bind(fd, (const struct sockaddr *)&here, sizeof here) != 0) {
        set_system(ret_report, "take UDP port 68");
    } else {
        return fd;
    }
    (void)close(fd);
    return -1;
}

static void tell(const struct cdc43_phone_udp_watch *watch, const uint8_t *message, size_t len) {
    if (watch != NULL && len != 0) {
        watch->see(watch->context, message, len);
    }
}

static bool send_message(int fd, struct cdc43_phone_dhcp *exchange, uint64_t elapsed_ms,
                         struct cdc43_phone_udp_report *ret_report) {
    const struct sockaddr_in everybody = address_of(INADDR_BROADCAST, CDC43_PHONE_DHCP_SERVER_PORT);
    uint8_t message[CDC43_PHONE_DHCP_SIZE];
    const size_t len = cdc43_phone_dhcp_build(exchange, (uint32_t)(elapsed_ms / 1000U), message);

    tell(ret_report->watch, message, len);
    if (sendto(fd, message, len, 0, (const struct sockaddr *)&everybody, sizeof everybody) !=
            (ssize_t)len &&
        errno != EINTR && errno != ENOBUFS && errno != EAGAIN) { /* these pass: it is sent again */
        set_system(ret_report, "send");
        return false;
    }
    return true;
}

/* Waits for one message until the deadline. false: the deadline is there, or the report says
 * CDC43_PHONE_UDP_SYSTEM. A message of no octets stands for "nothing usable, go on". */
static bool receive(int fd, uint64_t deadline_ms, uint8_t ret_message[RECEIVE_SIZE],
                    size_t *ret_len, struct cdc43_phone_udp_report *ret_report) {
    struct pollfd poll_fd = {fd, POLLIN, 0};
    const uint64_t now = cdc43_phone_udp_now();
    ssize_t n = 0;
    int ready = 0;

    *ret_len = 0;
    if (now >= deadline_ms) {
        return false;
    }
    ready = poll(&poll_fd, 1, (int)(deadline_ms - now));
    if (ready < 0 && errno != EINTR) {
        set_system(ret_report, "wait");
        return false;
    }
    if (ready <= 0) {
        return true;
    }
    n = recv(fd, ret_message, RECEIVE_SIZE, MSG_DONTWAIT | MSG_TRUNC);
    if (n < 0 && errno != EINTR && errno != EAGAIN) {
        set_system(ret_report, "receive");
        return false;
    }
    *ret_len = n > 0 && (size_t)n <= RECEIVE_SIZE ? (size_t)n : 0;
    return true;
}

/* Listens until the deadline or until something is to be done; says what. */
static enum cdc43_phone_dhcp_event listen_until(int fd, uint64_t deadline_ms,
                                                struct cdc43_phone_dhcp *exchange,
                                                struct cdc43_phone_lease *ret_lease,
                                                struct cdc43_phone_udp_report *ret_report) {
    uint8_t message[RECEIVE_SIZE];
    enum cdc43_phone_dhcp_event event = CDC43_PHONE_DHCP_NOTHING;
    size_t len = 0;

    while (event == CDC43_PHONE_DHCP_NOTHING &&
           receive(fd, deadline_ms, message, &len, ret_report)) {
        tell(ret_report->watch, message, len);
        event = cdc43_phone_dhcp_take(exchange, message, len, ret_lease, &ret_report->err,
                                      &ret_report->where);
    }
    cdc43_wipe(message, sizeof message);
    return event;
}

/* The exchange with an open socket, until end_ms. */
static void run(int fd, uint64_t start_ms, uint64_t end_ms, struct cdc43_phone_dhcp *exchange,
                struct cdc43_phone_lease *ret_lease, struct cdc43_phone_udp_report *ret_report) {
    while (ret_report->result == CDC43_PHONE_UDP_NO_RESPONSE && cdc43_phone_udp_now() < end_ms) {
        enum cdc43_phone_dhcp_event event = CDC43_PHONE_DHCP_NOTHING;
        uint32_t random = 0;
        uint64_t deadline = 0;

        if (!send_message(fd, exchange, cdc43_phone_udp_now() - start_ms, ret_report)) {
            return;
        }
        if (!cdc43_phone_udp_random(&random)) {
            random = exchange->xid; /* good enough to spread phones that start together */
        }
        deadline = cdc43_phone_udp_now() + cdc43_phone_dhcp_wait(exchange, random);
        deadline = deadline < end_ms ? deadline : end_ms;
        do {
            event = listen_until(fd, deadline, exchange, ret_lease, ret_report);
            /* After a NAK the rest of the wait is sat out, so that two machines that disagree do
             * not flood the network. */
            ret_report->refusals += event == CDC43_PHONE_DHCP_REFUSED ? 1U : 0U;
        } while (event == CDC43_PHONE_DHCP_REFUSED);
        if (event == CDC43_PHONE_DHCP_BOUND) {
            ret_report->result = CDC43_PHONE_UDP_BOUND;
        } else if (event == CDC43_PHONE_DHCP_BROKEN) {
            ret_report->result = CDC43_PHONE_UDP_BROKEN;
        }
    }
}

struct cdc43_phone_udp_report cdc43_phone_udp_run(const char *interface, uint32_t timeout_ms,
                                                  struct cdc43_phone_dhcp *exchange,
                                                  const struct cdc43_phone_udp_watch *watch,
                                                  struct cdc43_phone_lease *ret_lease) {
    struct cdc43_phone_udp_report report = {.result = CDC43_PHONE_UDP_NO_RESPONSE, .watch = watch};
    const uint64_t start = cdc43_phone_udp_now();
    const int fd = open_socket(interface, &report);

    if (fd >= 0) {
        run(fd, start, start + timeout_ms, exchange, ret_lease, &report);
        (void)close(fd);
    }
    return report;
}

static bool is_set(const char *interface) {
    char path[64 + IF_NAMESIZE];
    FILE *file = NULL;
    int c = '0';

    (void)snprintf(path, sizeof path, "/proc/sys/net/ipv4/conf/%.*s/rp_filter", IF_NAMESIZE,
                   interface);
    file = fopen(path, "re");
    if (file != NULL) {
        c = fgetc(file);
        (void)fclose(file);
    }
    return c == '1' || c == '2';
}

bool cdc43_phone_udp_is_filtered(const char *interface) {
    return is_set("all") || is_set(interface);
}
