// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "events.h"
#include "observer.h"
#include "shim.h"

static const uint32_t subtypes[OBSERVER_POINTS] = {OBSERVER_TO_ENDPOINT, OBSERVER_FROM_ENDPOINT, OBSERVER_FROM_NETWORK,
						   OBSERVER_TO_NETWORK};

static void add(struct amount *sum, const struct amount *amount)
{
	sum->packets += amount->packets;
	sum->bytes += amount->bytes;
}

static void add_tally(struct observer_point *point, const struct point_tally *tally)
{
	add(&point->seen, &tally->seen);
	add(&point->limited, &tally->limited);
	add(&point->failed, &tally->failed);
	add(&point->hidden, &tally->hidden);
	add(&point->filtered, &tally->filtered);
	point->skbs += tally->skbs;
	point->length += tally->length;
	point->refused += tally->refused;
}

int observer_points(uint64_t handle, uint64_t buffer)
{
	struct observer *observer = observer_of(handle);
	struct observer_point *points = address_of(buffer);
	int cpus = libbpf_num_possible_cpus();
	struct point_tally *tallies;

	if (!observer || !points || cpus <= 0)
		return -EINVAL;
	tallies = calloc(cpus, sizeof(*tallies));
	if (!tallies)
		return -ENOMEM;
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		points[i] = (struct observer_point){.subtype = subtypes[i]};
		if (bpf_map_lookup_elem(observer->tallies_fd, &i, tallies)) {
			free(tallies);
			return -errno;
		}
		for (int cpu = 0; cpu < cpus; cpu++)
			add_tally(&points[i], &tallies[cpu]);
	}
	free(tallies);
	return OBSERVER_POINTS;
}
