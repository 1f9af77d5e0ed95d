/* SPDX-License-Identifier: MIT */
/* A hook library with a fault of one's choice in its packet callout: does a sanitizer notice? Its
 * "pause" is no fault, but what makes races of the libraries behind it visible. */
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "kea-hook/server/load_unload.h"

namespace {

volatile int counter = 0; /* "race": counted by all threads without a lock */

/* Threads meet here, and go on from here without having taken a lock since. Without it a thread
 * most often takes its packet after the one before has left, by a lock of Kea's, which orders what
 * both did: then no race is seen. */
void pause() {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

void fault(const char *kind) {
    if (std::strcmp(kind, "overflow") == 0) {
        volatile size_t size = 8;
        volatile char *const memory = new char[size];
        memory[size] = 1;
        delete[] memory;
    } else if (std::strcmp(kind, "leak") == 0) {
        char *volatile memory = new char[77];
        memory[0] = 1;
        memory = nullptr;
    } else if (std::strcmp(kind, "undefined") == 0) {
        volatile int largest = 0x7fffffff;
        largest = largest + 1;
    } else if (std::strcmp(kind, "race") == 0) {
        pause();
        counter = counter + 1;
    } else if (std::strcmp(kind, "pause") == 0) {
        pause();
    }
}

} // namespace

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int pkt4_send(isc::hooks::CalloutHandle & /* handle */) {
    const char *const kind = std::getenv("CDC43_FAULT");

    if (kind != nullptr) {
        fault(kind);
    }
    return 0;
}
}
