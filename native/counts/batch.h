// SPDX-License-Identifier: Apache-2.0
/* Reads all entries of a hash table, many with one system call. */
#ifndef OBSERVER_BATCH_H
#define OBSERVER_BATCH_H

#include <stdbool.h>
#include <stdint.h>

/* Where a walk is; all zero before its first batch. */
struct batch {
	uint32_t position;
	bool begun;
	bool ended;
};

/*
 * Reads up to `capacity` entries of the map into keys and values, and returns their number, which may be 0; or -errno.
 * The walk is over when batch->ended is set. Entries that come or go meanwhile may be missed.
 */
int batch_next(int map_fd, struct batch *batch, void *keys, void *values, uint32_t capacity);

#endif
