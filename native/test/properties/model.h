// SPDX-License-Identifier: Apache-2.0
/*
 * What events must tell, by the rules that ARCHITECTURE.md and the comments in bpf/ state, without a look at how the
 * programs do it.
 */
#ifndef OBSERVER_TEST_MODEL_H
#define OBSERVER_TEST_MODEL_H

#include "sent.h"

struct expected {
	bool event;
	bool counted; /* by a connection; else the packet is an event of its own */
	uint8_t reason;
	uint8_t tcp_flags;
	uint16_t state; /* OPENED and CLOSED bits */
	uint64_t packets;
	uint64_t total_packets;
	uint64_t reverse_packets;
	/* Of the connection that had these ports until now: */
	uint64_t left_packets; /* that nobody has told of */
	uint8_t left_events;
	bool left_open; /* it had not ended */
};

/* Forgets everything. */
void model_clear(void);
/* What the event of a packet at the n-th of its points must tell, if there is one at this level. */
struct expected model_expect(const struct sent *sent, uint32_t n, uint32_t level);

#endif
