// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "account.h"
#include "events.h"
#include "observer.h"
#include "shim.h"
#include "sweep.h"

static const uint32_t subtypes[OBSERVER_POINTS] = {OBSERVER_TO_ENDPOINT, OBSERVER_FROM_ENDPOINT, OBSERVER_FROM_NETWORK,
						   OBSERVER_TO_NETWORK};

static void add_tally(struct observer_point *point, const struct point_tally *tally)
{
	amount_add(&point->seen, &tally->seen);
	amount_add(&point->told, &tally->told);
	amount_add(&point->limited, &tally->limited);
	amount_add(&point->failed, &tally->failed);
	amount_add(&point->hidden, &tally->hidden);
	amount_add(&point->filtered, &tally->filtered);
	amount_add(&point->returned, &tally->returned);
	point->skbs += tally->skbs;
	point->length += tally->length;
	point->refused += tally->refused;
}

int read_tallies(struct observer *observer, struct observer_point points[OBSERVER_POINTS])
{
	int cpus = libbpf_num_possible_cpus();
	struct point_tally *tallies;

	if (cpus <= 0)
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
	return 0;
}

int observer_points(uint64_t handle, uint64_t buffer)
{
	struct observer *observer = observer_of(handle);
	struct observer_point *points = address_of(buffer);
	int result;

	if (!observer || !observer->sweeper || !points)
		return -EINVAL;
	result = read_tallies(observer, points);
	if (result)
		return result;
	account_show(sweeper_account(observer->sweeper), points);
	return OBSERVER_POINTS;
}
