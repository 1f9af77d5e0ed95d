/* SPDX-License-Identifier: MIT */
/* Listens to an interface, by libpcap. */
#define _DEFAULT_SOURCE
#include <pcap/pcap.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tlv/capture/line.h"

#define SNAP_LENGTH 65535
#define PATIENCE_MS 250 /* between two looks at whether to go on */
#define FILTER_MAX 256

/* Of DHCP, with tags of VLANs and fragments as well: what follows decides. */
static bool set_filter(pcap_t *pcap, unsigned port) {
    struct bpf_program program;
    char filter[FILTER_MAX];
    bool good;

    (void)snprintf(filter, sizeof filter,
                   "(udp and (port 67 or port 68 or port 4011 or port %u)) or "
                   "(ip and ip[6:2] & 0x3fff != 0) or vlan",
                   port != 0 ? port : 67U);
    if (pcap_compile(pcap, &program, filter, 1, PCAP_NETMASK_UNKNOWN) != 0) {
        return true; /* a link type that has no tags, or no filters: everything is looked at */
    }
    good = pcap_setfilter(pcap, &program) == 0;
    pcap_freecode(&program);
    return good;
}

static bool activate(pcap_t *pcap, unsigned port) {
    char trouble[PCAP_ERRBUF_SIZE];

    return pcap_set_snaplen(pcap, SNAP_LENGTH) == 0 && pcap_set_promisc(pcap, 1) == 0 &&
           pcap_set_immediate_mode(pcap, 1) == 0 && pcap_set_timeout(pcap, PATIENCE_MS) == 0 &&
           pcap_activate(pcap) >= 0 && set_filter(pcap, port) &&
           pcap_setnonblock(pcap, 1, trouble) == 0;
}

/* The clock of the machine, which is that of the frames. */
static struct cdc43_capture_time now(void) {
    struct timespec time = {0, 0};

    (void)clock_gettime(CLOCK_REALTIME, &time);
    return (struct cdc43_capture_time){true, 6, (uint32_t)time.tv_nsec, time.tv_sec};
}

/* Nothing is there at the moment. libpcap's own waiting does not end by a signal. */
static void wait_for_more(pcap_t *pcap) {
    struct pollfd ready = {.fd = pcap_get_selectable_fd(pcap), .events = POLLIN};

    (void)poll(&ready, 1, PATIENCE_MS);
}

/* Until go_on says no. */
static enum cdc43_capture_err listen_on(struct cdc43_capture_line *line, pcap_t *pcap) {
    struct cdc43_capture_frame frame = {.link_type = (unsigned)pcap_datalink(pcap)};
    enum cdc43_capture_err err = CDC43_CAPTURE_OK;

    while (err == CDC43_CAPTURE_OK && cdc43_line_go_on(line)) {
        struct pcap_pkthdr *header;
        const uint8_t *octets;
        const int result = pcap_next_ex(pcap, &header, &octets);

        if (result == 1) {
            frame.number++;
            frame.time = (struct cdc43_capture_time){true, 6, (uint32_t)header->ts.tv_usec * 1000U,
                                                     header->ts.tv_sec};
            frame.octets = (struct cdc43_view){octets, header->caplen};
            frame.missing = header->len > header->caplen ? header->len - header->caplen : 0;
            err = cdc43_line_take(line, &frame);
        } else if (result == 0) {
            wait_for_more(pcap);
            cdc43_capture_expire(&line->exchanges, now());
        } else if (result != PCAP_ERROR_BREAK) {
            err = CDC43_CAPTURE_ERR_LIVE;
        }
    }
    return err;
}

enum cdc43_capture_err cdc43_capture_listen(struct cdc43_capture *capture, const char *interface) {
    char trouble[PCAP_ERRBUF_SIZE] = "";
    struct cdc43_capture_line line;
    enum cdc43_capture_err err = cdc43_line_begin(&line, capture);
    pcap_t *const pcap = err == CDC43_CAPTURE_OK ? pcap_create(interface, trouble) : NULL;

    if (pcap != NULL) {
        err = activate(pcap, capture->port) ? listen_on(&line, pcap) : CDC43_CAPTURE_ERR_LIVE;
        (void)snprintf(trouble, sizeof trouble, "%s", pcap_geterr(pcap));
        pcap_close(pcap);
    } else if (err == CDC43_CAPTURE_OK) {
        err = CDC43_CAPTURE_ERR_LIVE;
    }
    (void)snprintf(capture->trouble, sizeof capture->trouble, "%s", trouble);
    cdc43_line_end(&line);
    return err;
}
