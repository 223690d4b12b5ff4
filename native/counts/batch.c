// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stddef.h>

#include <bpf/bpf.h>

#include "batch.h"

int batch_next(int map_fd, struct batch *batch, void *keys, void *values, uint32_t capacity)
{
	uint32_t count = capacity;

	if (bpf_map_lookup_batch(map_fd, batch->begun ? &batch->position : NULL, &batch->position, keys, values, &count,
				 NULL)) {
		if (errno != ENOENT) /* which says that the table has no more */
			return -errno;
		batch->ended = true;
	}
	batch->begun = true;
	return count;
}
