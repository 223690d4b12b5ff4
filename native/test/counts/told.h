// SPDX-License-Identifier: Apache-2.0
/* Adds up what events tell, and checks that nothing is missing. */
#ifndef OBSERVER_TEST_TOLD_H
#define OBSERVER_TEST_TOLD_H

#include <stdint.h>

#include "events.h"

/* The kinds of events, by the state of their counts. */
struct told {
	struct amount sum[OBSERVER_POINTS];
	uint64_t events;
	uint64_t swept;
	uint64_t opened;
	uint64_t closed_fin;
	uint64_t closed_rst;
	uint64_t closed_timeout;
	uint64_t closed_reused;
	uint64_t replies;
	struct connection_counts last; /* of the last event */
	uint8_t last_reason;
	uint8_t packet[256]; /* of the last event */
	uint16_t packet_length;
};

/* Runs the program of a point on a packet, so many times. */
void run(uint64_t handle, uint32_t point, const uint8_t *packet, uint32_t length, uint32_t repeat);

#define RUN(HANDLE, POINT, REPEAT, ...)                                                                                \
	run(HANDLE, POINT, (uint8_t[]){__VA_ARGS__}, sizeof((uint8_t[]){__VA_ARGS__}), REPEAT)

/* Opens an observer that aggregates. Options that are 0 get values that suit a test. */
uint64_t open_counting(struct observer_options options);
/* Reads all events that are in the rings. */
void read_told(uint64_t handle, struct told *told);
/* Sweeps and reads until no entry owes anything, at most 3 seconds. */
void settle(uint64_t handle, struct told *told);
/* Reads the rings, then checks for each point: seen = told + owed + limited + failed + hidden + filtered. */
void check_sum(uint64_t handle, struct told *told, const char *what);
struct observer_point point_of(uint64_t handle, uint32_t subtype);
uint32_t index_of(uint32_t subtype);

#endif
