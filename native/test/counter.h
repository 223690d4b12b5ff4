// SPDX-License-Identifier: Apache-2.0
/* Another program behind the observer's: it counts packets and ends the chain. */
#ifndef OBSERVER_TEST_COUNTER_H
#define OBSERVER_TEST_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

struct counter;

/* Attaches at the end of both chains of a device, which may have an observer already. */
struct counter *counter_attach(uint32_t ifindex, bool clsact);
void counter_reset(struct counter *counter);
/* Packets since the last reset; direction 0 is ingress, 1 is egress. */
uint64_t counter_read(struct counter *counter, uint32_t direction);
/* A clsact filter of the counter stays on the device. */
void counter_free(struct counter *counter);
/* Programs on the device's TCX chains, both directions. */
uint32_t tcx_programs(uint32_t ifindex);

#endif
