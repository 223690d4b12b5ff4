// SPDX-License-Identifier: Apache-2.0
/* An observer that a test opened, and the events that it wrote. */
#ifndef OBSERVER_TEST_LOG_H
#define OBSERVER_TEST_LOG_H

#include <stdbool.h>
#include <stdint.h>

/* What an event says, and the few things of its packet that tell one from another. */
struct seen {
	uint64_t time;
	uint32_t ifindex;
	uint32_t length;
	uint16_t source;
	uint16_t cpu;
	uint16_t ports[2]; /* of the packet; of the packet inside an ICMP error; twice the id of an echo */
	uint8_t subtype;
	uint8_t reason;
	uint8_t flags;
	uint8_t protocol;
	uint8_t detail; /* TCP flags or ICMP type */
};

struct log {
	struct seen *events;
	uint32_t count;
	uint32_t capacity;
	bool ordered; /* within each poll */
};

/* Opens an observer; broken() if that fails. */
uint64_t open_or_break(uint32_t ring_pages, bool clsact);
/* Polls until `count` events (with that port, unless 0) were seen, or for two seconds. */
void watch(uint64_t handle, struct log *log, uint32_t count, uint16_t port);
bool concerns(const struct seen *event, uint16_t port);

#endif
