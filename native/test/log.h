// SPDX-License-Identifier: Apache-2.0
/* Opens observers for the tests, and keeps the events that they write. */
#ifndef OBSERVER_TEST_LOG_H
#define OBSERVER_TEST_LOG_H

#include <stdbool.h>
#include <stdint.h>

/* Fields of an event and of its packet. */
struct seen {
	uint64_t time;
	uint32_t ifindex;
	uint32_t length;
	uint16_t captured;
	uint16_t source;
	uint16_t cpu;
	uint16_t ports[2]; /* of the packet, or of the one inside an ICMP error; for an echo both are its id */
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
	bool ordered; /* no poll has returned an event before an older one */
};

/* Opens an observer that reports ARP too, and returns its handle. Calls broken if that fails. */
uint64_t open_or_break(uint32_t ring_pages, bool clsact);
/* Polls until the log has `count` events with that port (with any if it is 0), at most about 3 seconds. */
void watch(uint64_t handle, struct log *log, uint32_t count, uint16_t port);
bool concerns(const struct seen *event, uint16_t port);

#endif
