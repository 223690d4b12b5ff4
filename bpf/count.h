// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Counts packets in the entries of the connection tables, decides when an event tells of them, and writes it. Each
 * packet is in one of these: an event, what an entry owes, or a counter of struct point_tally that says why not.
 */
#ifndef OBSERVER_COUNT_H
#define OBSERVER_COUNT_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>

#include "maps.h"
#include "mark.h"
#include "parse.h"
#include "track.h"
#include "work.h"

/* Makes the direction belong to a point, unless it belongs to one already. Returns whether it is this one's. */
static __always_inline bool belongs(struct connection *entry, struct connection_direction *direction, __u8 point)
{
	bool is_ours;

	if (direction->point)
		return direction->point == point;
	bpf_spin_lock(&entry->lock);
	if (!direction->point)
		direction->point = point;
	is_ours = direction->point == point;
	bpf_spin_unlock(&entry->lock);
	return is_ours;
}

/*
 * Whether an event must tell of a packet that has just been counted. `fresh` are those of its TCP flags that its
 * direction has not had before, and they are noted already: what they mean for the connection is pending.
 */
static __always_inline bool is_due(const struct connection *entry, const struct connection_direction *direction,
				   __u8 fresh, __u32 tick)
{
	return entry->pending ||
	       (settings.level != OBSERVER_LEVEL_MAXIMUM && (fresh || tick - direction->told_at >= settings.interval));
}

/* Notes the packet's TCP flags, and whether they close the connection. The caller holds the lock. */
static __always_inline void note_flags(struct connection *entry, struct connection_direction *direction, __u8 from,
				       __u8 flags)
{
	direction->tcp_flags |= flags;
	if (flags & TCP_FIN)
		entry->state |= from == END_LOW ? CONNECTION_FIN_LOW : CONNECTION_FIN_HIGH;
	if (entry->state & CONNECTION_CLOSED)
		return;
	if (flags & TCP_RST) {
		entry->state |= CONNECTION_CLOSED;
		entry->pending |= OBSERVER_COUNTS_CLOSED_RST;
	} else if ((entry->state & (CONNECTION_FIN_LOW | CONNECTION_FIN_HIGH)) ==
		   (CONNECTION_FIN_LOW | CONNECTION_FIN_HIGH)) {
		entry->state |= CONNECTION_CLOSED;
		entry->pending |= OBSERVER_COUNTS_CLOSED_FIN;
	}
}

/*
 * Returns whether this point counts the packets that `from` sends for the node. It is the first one that told of them;
 * if that one is silent for two intervals, or its device is gone, the next.
 */
static __always_inline bool owns(const struct ipv6_connection_key *key, __u8 from, __u32 side, __u8 point, __u32 tick)
{
	__u64 ours = (__u64)(side | (__u32)(point & 3) << OWNER_POINT_SHIFT) << 32 | tick;
	struct owner *owner = bpf_map_lookup_elem(&owners, key), first = {};
	__u64 *word;

	if (!owner) {
		first.end[from & 1] = ours;
		return !bpf_map_update_elem(&owners, key, &first, BPF_NOEXIST);
	}
	word = &owner->end[from & 1];
	if (*word && (*word ^ ours) >> 32 && tick - (__u32)*word <= 2 * settings.interval + TICKS_PER_SECOND)
		return false;
	*word = ours;
	return true;
}

static __always_inline bool owns_packet(const struct work *work)
{
	union connection_key key;
	__u8 from;

	/* What is not IP stays on its link, so no other point sees it. */
	if (!(work->packet.destination[0] | work->packet.destination[1]))
		return true;
	from = connection_of(&work->packet, true, 0, &key);
	return owns(&key.ipv6, from, work->side, work->point, work->tick);
}

/* The same, asked at most once in half a second, as long as that is shorter than what makes another point the owner. */
static __always_inline bool owns_direction(const struct work *work, struct connection_direction *direction)
{
	if (!direction->owner_at || work->tick - direction->owner_at >= TICKS_PER_SECOND / 2) {
		direction->is_owner = owns_packet(work);
		direction->owner_at = work->tick | 1;
	}
	return direction->is_owner;
}

/* Whether the limit of events lets one more through. */
static __always_inline bool takes_token(struct output_count *count, __u32 tick)
{
	__u32 passed = tick - count->tokens_at, added;

	if (passed > TICKS_PER_SECOND * 8)
		passed = TICKS_PER_SECOND * 8;
	added = (__u64)passed * settings.event_rate / TICKS_PER_SECOND;
	if (added) {
		count->tokens_at = tick;
		count->tokens =
		    count->tokens + added < settings.event_burst ? count->tokens + added : settings.event_burst;
	}
	if (!count->tokens)
		return false;
	count->tokens--;
	return true;
}

#define FAILURE_RING 1
#define FAILURE_SUPPRESSED 2

/*
 * Writes a sample. `captured` bytes of the packet follow its first `length` bytes. Returns why it failed, or 0. Each
 * CPU has its own counters; but a sweep runs in a process, which a packet's program may interrupt.
 */
static __always_inline int write_sample(struct __sk_buff *skb, __u32 tick, struct sample_head *head, __u32 length,
					__u64 captured)
{
	__u32 type = OBSERVER_TYPE_TRACE;
	struct output_count *count = bpf_map_lookup_elem(&outputs, &type);

	if (!count)
		return FAILURE_RING;
	if (settings.event_rate && !takes_token(count, tick)) {
		__sync_fetch_and_add(&count->suppressed, 1);
		return FAILURE_SUPPRESSED;
	}
	__sync_fetch_and_add(&count->attempts, 1);
	if (!bpf_perf_event_output(skb, &events, captured << 32 | BPF_F_CURRENT_CPU, head, length))
		return 0;
	__sync_fetch_and_add(&count->failed, 1);
	return FAILURE_RING;
}

static __always_inline void add_amount(struct amount *sum, __u64 packets, __u64 bytes)
{
	sum->packets += packets;
	sum->bytes += bytes;
}

/* Packets without an entry may cause so many events a second. Without aggregation, each packet may. */
static __always_inline bool within_budget(struct point_tally *tally, __u32 tick)
{
	if (settings.level == OBSERVER_LEVEL_NONE || !settings.untracked_rate)
		return true;
	if (tick - tally->budget_tick >= TICKS_PER_SECOND) {
		tally->budget_tick = tick;
		tally->budget = settings.untracked_rate;
	}
	if (!tally->budget)
		return false;
	tally->budget--;
	return true;
}

#endif
