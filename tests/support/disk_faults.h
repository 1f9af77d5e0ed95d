/* SPDX-License-Identifier: MIT */
/* System calls that write files, and fail or end the process when the test says so. */
#ifndef CDC43_TESTS_DISK_FAULTS_H
#define CDC43_TESTS_DISK_FAULTS_H

/* The calls of the program come here first (disk_faults_wrap in CMakeLists.txt). One of them fails,
 * or the process dies right before it or right after it, with exit status 9. SHORT: each write
 * takes 7 octets at most. */
enum disk_mode { NEVER, FAILS, SHORT, DIES_BEFORE, DIES_AFTER };

/* From now on; at: which call it is, counted from 1. */
void disk_set_mode(enum disk_mode wanted, unsigned at);

/* Calls since then. */
unsigned disk_calls(void);

#endif
