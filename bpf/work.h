// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * What a program knows of the packet for which it runs. It lies in a per-CPU map and not on the stack, so that the
 * functions of the program need no other arguments: the verifier follows a global function once, and one with pointers
 * as arguments anew from each call and each state before it. No other program that uses it runs on the CPU meanwhile,
 * because bottom halves are disabled while a classifier runs.
 */
#ifndef OBSERVER_WORK_H
#define OBSERVER_WORK_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "maps.h"
#include "parse.h"

enum table { TABLE_TCP, TABLE_HALF_OPEN, TABLE_OTHER };

/* A sample of the types that have counts. The packet follows it. */
struct counted_sample {
	struct sample_head head;
	struct connection_counts counts;
};

/* A sample without a packet. */
struct swept_sample {
	struct sample_head head;
	struct connection_counts counts;
	struct connection_ends ends;
};

/* What each packet needs comes first, because its program often finds none of the cache lines that it needs. */
struct work {
	struct packet packet;
	struct amount amount;
	__u64 nanos; /* the time; 0 as long as nobody needed it, because the exact clock takes a tenth of a packet's */
	__u32 tick;
	__u32 side;
	__u32 told_at; /* of the direction, before the event */
	__u8 table;
	__u8 subtype;
	__u8 point; /* index of the subtype + 1 */
	__u8 flags; /* of the trace_notify */
	__u8 from;  /* the end that has sent the packet */
	__u8 reason;
	__u8 refused;		  /* a table had no room */
	__u8 is_owner;		  /* this point counts the packet for the node */
	union connection_key key; /* of the entry in `table` that counts the packet */
	struct counted_sample sample;
	struct connection moved;     /* built here on its way from half_open to tcp */
	struct swept_sample left[2]; /* of the ends of the connection before, in the same entry; type 0: nothing */
};

/* Like struct connection; a per-CPU map may have no lock in its values. */
struct work_value {
	__u8 bytes[sizeof(struct work)] __attribute__((aligned(8)));
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct work_value);
} works SEC(".maps");

static __always_inline struct work *work_here(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&works, &zero);
}

static __always_inline struct point_tally *tally_of(const struct work *work)
{
	__u32 index = work->point - 1;

	return bpf_map_lookup_elem(&tallies, &index);
}

static __always_inline __u64 nanos_of(struct work *work)
{
	if (!work->nanos)
		work->nanos = bpf_ktime_get_ns();
	return work->nanos;
}

/*
 * The coarse clock stands still between two timer interrupts, which is exact enough here, and much cheaper. When each
 * packet is an event, the exact time is needed in any case.
 */
static __always_inline void read_clock(struct work *work)
{
	work->nanos = 0;
	if (settings.coarse_clock && settings.level != OBSERVER_LEVEL_NONE)
		work->tick = bpf_ktime_get_coarse_ns() >> TICK_SHIFT;
	else
		work->tick = nanos_of(work) >> TICK_SHIFT;
}

#endif
