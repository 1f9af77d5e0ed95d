/* SPDX-License-Identifier: MIT */
/* From reset to main on a Cortex-M3, with semihosting for output and the exit code. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern uint32_t load_of_data[];
extern uint32_t start_of_data[];
extern uint32_t end_of_data[];
extern uint32_t start_of_bss[];
extern uint32_t end_of_bss[];
extern uint32_t top_of_stack[];

int main(void);
void reset(void);
extern void initialise_monitor_handles(void);

static void fault(void) {
    _Exit(2);
}

void reset(void) {
    memcpy(start_of_data, load_of_data,
           (size_t)((uint8_t *)end_of_data - (uint8_t *)start_of_data));
    memset(start_of_bss, 0, (size_t)((uint8_t *)end_of_bss - (uint8_t *)start_of_bss));
    initialise_monitor_handles();
    exit(main());
}

/* Stack, reset, and one handler for the faults. */
__attribute__((section(".vectors"), used)) static void (*const vectors[7])(void) = {
    (void (*)(void))top_of_stack, reset, fault, fault, fault, fault, fault};
