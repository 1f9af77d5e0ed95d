/* SPDX-License-Identifier: MIT */
/* The same file through libpcap's own loop, which looks at nothing; prints how many frames. */
#define _DEFAULT_SOURCE
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

static void count(unsigned char *context, const struct pcap_pkthdr *header,
                  const unsigned char *octets) {
    (void)header;
    (void)octets;
    ++*(unsigned long *)(void *)context;
}

int main(int argc, char **argv) {
    char trouble[PCAP_ERRBUF_SIZE] = "";
    pcap_t *const pcap = argc == 2 ? pcap_open_offline(argv[1], trouble) : NULL;
    unsigned long frames = 0;

    if (pcap == NULL || pcap_loop(pcap, -1, count, (unsigned char *)&frames) != 0) {
        (void)fprintf(stderr, "%s\n", trouble);
        return EXIT_FAILURE;
    }
    pcap_close(pcap);
    (void)printf("%lu\n", frames);
    return EXIT_SUCCESS;
}
