// SPDX-License-Identifier: Apache-2.0
/* The program of somebody else: it counts packets and ends the chain. */
#ifndef OBSERVER_TEST_COUNTER_H
#define OBSERVER_TEST_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

struct counter;

/*
 * Attaches at the end of a device's TCX chains. It makes no difference whether an observer is attached already. By
 * clsact the newest filter runs first.
 */
struct counter *counter_attach(uint32_t ifindex, bool clsact);
/* Attaches at the head of a device's TCX chains. */
struct counter *counter_attach_first(uint32_t ifindex);
void counter_reset(struct counter *counter);
/* Packets since the last reset; direction 0 is ingress, 1 is egress. */
uint64_t counter_read(struct counter *counter, uint32_t direction);
/* Removes the counter from TCX chains. Its clsact filter stays on the device, as another program's filter would. */
void counter_free(struct counter *counter);
/* Returns the number of programs on the device's TCX chains, both directions together. */
uint32_t tcx_programs(uint32_t ifindex);

#endif
