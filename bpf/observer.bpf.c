// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Observes packets at the host side of a workload's veth (where ingress is from the endpoint and egress is to it) and
 * at the node's uplinks. Each packet is counted, and told in a sample at once or later (count.h). The programs are
 * classifiers for kernels from 5.10, attached by TCX links or as clsact filters. They all return -1 (TCX_NEXT,
 * TC_ACT_UNSPEC), so that the next program in the chain decides about the packet.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "count.h"
#include "events.h"
#include "hide.h"
#include "maps.h"
#include "parse.h"
#include "swept.h"
#include "track.h"
#include "tunnel.h"
#include "work.h"

/*
 * Returns the endpoint that has an address. If the connection's entry remembers it, no look-up is needed. The
 * generation is read before the table. If the table changes in between, the result is stored with the old generation
 * and so is not used again.
 *
 * This is correct on x86-64 only, whose processors never reorder two loads. Elsewhere the table could be read first:
 * then an entry from before a change would be remembered with the generation from after it, until the next change. The
 * instruction set has no load that keeps the order on all kernels from 5.10, so the shim does not compile for another
 * processor (observer.h).
 */
static __always_inline __u16 endpoint_of(const __u64 *address, __u64 *remembered)
{
	__u64 stamp = address_generation << 32 | address[1] >> 48 << 16;
	__u64 known = remembered ? *remembered : 0;
	__u16 endpoint;

	if ((known ^ stamp) <= 0xffff)
		return known;
	endpoint = endpoint_in_table(address[0], address[1]);
	if (remembered)
		*remembered = stamp | endpoint;
	return endpoint;
}

static __always_inline __u16 workload_of(const struct work *work, struct connection *entry)
{
	bool is_source = work->subtype == OBSERVER_FROM_ENDPOINT;
	const __u64 *address = is_source ? work->packet.source : work->packet.destination;
	__u8 end = (is_source ? work->from : !work->from) & 1;

	if (work->side & SIDE_NETWORK || !(address[0] | address[1]))
		return 0;
	return endpoint_of(address, entry ? &entry->remembered[end] : NULL);
}

/* What is to be told of a packet. */
#define TELL_NOTHING 0
#define TELL_COUNTS 1 /* what its direction owes; work->sample.counts is set */
#define TELL_PACKET 2 /* the packet alone, as no entry counts it */
#define TELL_HIDDEN 3 /* nothing, because the filter hides it */

/* Notes the packet's flags, and if an event is due, writes what it tells into the sample. Returns whether it is due. */
static __always_inline bool claim(struct work *work, struct connection *entry, struct connection_direction *direction)
{
	__u8 flags = work->packet.tcp_flags, from = work->from, fresh;
	struct connection_counts *counts = &work->sample.counts;
	__u32 tick = work->tick;
	bool due = false;

	bpf_spin_lock(&entry->lock);
	if (!(entry->state & CONNECTION_DEAD)) {
		fresh = flags & ~direction->tcp_flags;
		note_flags(entry, direction, from, flags);
		due = is_due(entry, direction, fresh, tick);
		if (due) {
			work->told_at = direction->told_at;
			take(entry, direction, sent_by(entry, !from), tick, counts);
		}
	}
	bpf_spin_unlock(&entry->lock);
	return due;
}

/* Without aggregation, or if nobody is told of it, an entry knows roles and flags, and counts nothing. */
static __always_inline void follow(const struct work *work, struct connection *entry,
				   struct connection_direction *direction)
{
	__u8 flags = work->packet.tcp_flags, from = work->from;

	if (!(flags & ~direction->tcp_flags))
		return;
	bpf_spin_lock(&entry->lock);
	note_flags(entry, direction, from, flags);
	entry->pending = 0;
	bpf_spin_unlock(&entry->lock);
}

static __always_inline int tell_alone(struct work *work)
{
	work->is_owner = owns_packet(work);
	work->sample.head.source = workload_of(work, NULL);
	return TELL_PACKET;
}

/* Counts the packet in the entry of its connection, and returns what is to be told. */
static __always_inline int count(struct __sk_buff *skb, struct work *work, bool ipv6, struct connection *entry)
{
	struct connection_direction *direction = sent_by(entry, work->from);
	__u8 fresh;

	if (direction->seen != work->tick)
		direction->seen = work->tick;
	if (entry->state & CONNECTION_FILTERED) {
		follow(work, entry, direction);
		return TELL_HIDDEN;
	}
	if (settings.level == OBSERVER_LEVEL_NONE) {
		follow(work, entry, direction);
		work->is_owner = owns_direction(work, direction);
		work->sample.head.source = workload_of(work, entry);
		return TELL_PACKET;
	}
	if (!belongs(entry, direction, work->point)) {
		entry = hairpin(skb, ipv6, work, entry);
		if (!entry)
			return tell_alone(work);
		direction = sent_by(entry, work->from);
		direction->seen = work->tick;
		if (!belongs(entry, direction, work->point))
			return tell_alone(work);
	}
	__sync_fetch_and_add(&direction->packets, work->amount.packets);
	__sync_fetch_and_add(&direction->bytes, work->amount.bytes);
	fresh = work->packet.tcp_flags & ~direction->tcp_flags;
	/* Most packets go no further. The others are looked at again under the lock. */
	if ((!fresh && !is_due(entry, direction, 0, work->tick)) || !claim(work, entry, direction))
		return TELL_NOTHING;
	work->is_owner = owns_direction(work, direction);
	work->sample.head.source = workload_of(work, entry);
	return TELL_COUNTS;
}

static __always_inline int track(struct __sk_buff *skb, bool ipv6)
{
	struct work *work = work_here();
	struct connection *entry;

	if (!work)
		return TELL_NOTHING;
	entry = find(skb, ipv6, work);
	if (entry)
		return count(skb, work, ipv6, entry);
	return is_filtered(skb) ? TELL_HIDDEN : tell_alone(work);
}

/* These functions are global for the verifier (work.h). */
__noinline int track_ipv4(struct __sk_buff *skb)
{
	return track(skb, false);
}

__noinline int track_ipv6(struct __sk_buff *skb)
{
	return track(skb, true);
}

/* An event of the work's direction was not written. */
__noinline int owe_again(struct __sk_buff *skb)
{
	struct work *work = work_here();
	struct connection *entry;

	if (!work)
		return 0;
	entry = look_up(&work->key, work->flags & OBSERVER_FLAG_IPV6, work->table);
	if (entry)
		give_back(entry, sent_by(entry, work->from), &work->sample.counts, work->told_at);
	return skb->len != 0;
}

/* Writes the event of a packet: with what its direction owes, or for itself alone. */
__noinline int tell(struct __sk_buff *skb, __u32 what)
{
	struct work *work = work_here();
	struct point_tally *tally;
	struct sample_head *head;
	int failure;
	__u64 end;

	if (!work)
		return 0;
	tally = tally_of(work);
	if (!tally)
		return 0;
	head = &work->sample.head;
	end = work->packet.end < skb->len ? work->packet.end : skb->len;
	if (end > OBSERVER_CAPTURE_BYTES)
		end = OBSERVER_CAPTURE_BYTES;
	head->time = nanos_of(work);
	head->type = what == TELL_COUNTS ? OBSERVER_SAMPLE_COUNTED : OBSERVER_SAMPLE_TRACE;
	head->version = OBSERVER_SAMPLE_VERSION;
	head->point = work->subtype | (end & OBSERVER_POINT_LENGTH) << OBSERVER_POINT_LENGTH_SHIFT;
	head->state = work->reason | work->flags << OBSERVER_STATE_FLAGS;
	head->packets = work->amount.packets < 0xffff ? work->amount.packets : 0xffff;
	head->hash = skb->hash;
	head->len_orig = skb->len;
	head->ifindex = skb->ifindex;
	head->bytes = work->amount.bytes;
	if (work->is_owner) {
		head->state |= OBSERVER_STATE_COUNTS;
		work->sample.counts.state |= OBSERVER_COUNTS_COUNTS;
	}
	if (what == TELL_COUNTS) {
		struct connection_counts *counts = &work->sample.counts;

		set_age(counts, head->time);
		failure = write_sample(skb, work->tick, head, sizeof(work->sample), end);
		add_amount(failure ? &tally->returned : &tally->told, counts->packets, counts->bytes);
		return failure && owe_again(skb);
	}
	failure = write_sample(skb, work->tick, head, sizeof(*head), end);
	add_amount(!failure			   ? &tally->told
		   : failure == FAILURE_SUPPRESSED ? &tally->limited
						   : &tally->failed,
		   work->amount.packets, work->amount.bytes);
	return failure;
}

static __always_inline void tell_packet(struct __sk_buff *skb, struct work *work, struct point_tally *tally)
{
	if (within_budget(tally, work->tick))
		tell(skb, TELL_PACKET);
	else
		add_amount(&tally->limited, work->amount.packets, work->amount.bytes);
}

static __always_inline void observe_ip(struct __sk_buff *skb, struct work *work, bool ipv6, struct point_tally *tally)
{
	int what;

	if (ipv6)
		parse_ipv6(skb, work->packet.end, &work->packet, false);
	else
		parse_ipv4(skb, work->packet.end, &work->packet, false);
	if (work->packet.kind == PACKET_DATAGRAM)
		parse_tunnels(skb, &work->packet);
	work->amount = amount_of(skb, &work->packet);
	add_amount(&tally->seen, work->amount.packets, work->amount.bytes);
	if (work->packet.kind == PACKET_NEIGHBOUR && !settings.observe_arp) {
		add_amount(&tally->hidden, work->amount.packets, work->amount.bytes);
		return;
	}
	read_clock(work);
	what = ipv6 ? track_ipv6(skb) : track_ipv4(skb);
	tally->refused += work->refused;
	if (what == TELL_COUNTS)
		tell(skb, TELL_COUNTS);
	else if (what == TELL_PACKET)
		tell_packet(skb, work, tally);
	else if (what == TELL_HIDDEN)
		add_amount(&tally->filtered, work->amount.packets, work->amount.bytes);
}

static __always_inline void observe_other(struct __sk_buff *skb, struct work *work, bool arp, struct point_tally *tally)
{
	if (arp)
		work->packet.end += ARP_LENGTH;
	work->reason = OBSERVER_REASON_UNKNOWN;
	work->sample.head.source = 0;
	work->is_owner = true;
	work->amount = (struct amount){1, skb->len};
	add_amount(&tally->seen, 1, skb->len);
	if (arp && !settings.observe_arp) {
		add_amount(&tally->hidden, 1, skb->len);
		return;
	}
	if (is_filtered(skb)) {
		add_amount(&tally->filtered, 1, skb->len);
		return;
	}
	read_clock(work);
	tell_packet(skb, work, tally);
}

/*
 * What all observation points do. It is a program of its own, so that the verifier follows it once and not for each
 * point. Not named "observer_" either, because it is attached nowhere.
 */
SEC("tc")
int packet(struct __sk_buff *skb)
{
	struct work *work = work_here();
	struct point_tally *tally;
	__be16 protocol;
	__u32 end;

	if (!work)
		return -1;
	tally = tally_of(work);
	if (!tally)
		return -1;
	/* Of a packet that is not IP, no bytes behind the Ethernet header are known to be headers. */
	end = work->flags & OBSERVER_FLAG_L3_DEVICE ? 0 : ETH_HLEN;
	protocol = skip_vlan_tags(skb, skb->protocol, &end);
	tally->skbs++;
	tally->length += skb->len;
	work->packet = (struct packet){.end = end};
	work->from = 0;
	work->refused = 0;
	if (protocol == bpf_htons(ETH_P_IP)) {
		observe_ip(skb, work, false, tally);
	} else if (protocol == bpf_htons(ETH_P_IPV6)) {
		work->flags |= OBSERVER_FLAG_IPV6;
		observe_ip(skb, work, true, tally);
	} else {
		observe_other(skb, work, protocol == bpf_htons(ETH_P_ARP), tally);
	}
	return -1;
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, int(void *));
} common SEC(".maps") = {.values = {[0] = (void *)&packet}};

/* Goes on in the common program. If the shim is gone, its table is empty, and the packet is not observed. */
static __always_inline int observe(struct __sk_buff *skb, __u8 index, __u8 subtype, bool ethernet)
{
	bool endpoint = subtype == OBSERVER_FROM_ENDPOINT || subtype == OBSERVER_TO_ENDPOINT;
	struct work *work = work_here();

	if (!work)
		return -1;
	work->side = skb->ifindex | (endpoint ? 0 : SIDE_NETWORK);
	work->subtype = subtype;
	work->point = index + 1;
	work->flags = ethernet ? 0 : OBSERVER_FLAG_L3_DEVICE;
	bpf_tail_call(skb, &common, 0);
	return -1;
}

/* The kernel keeps only 15 characters of a program's name; the shim finds its own filters by the prefix "observer_". */
#define OBSERVATION_POINT(NAME, INDEX, POINT, ETHERNET)                                                                \
	SEC("tc")                                                                                                      \
	int observer_##NAME(struct __sk_buff *skb)                                                                     \
	{                                                                                                              \
		return observe(skb, INDEX, POINT, ETHERNET);                                                           \
	}

OBSERVATION_POINT(from_endpoint, 1, OBSERVER_FROM_ENDPOINT, true)
OBSERVATION_POINT(to_endpoint, 0, OBSERVER_TO_ENDPOINT, true)
OBSERVATION_POINT(from_network, 2, OBSERVER_FROM_NETWORK, true)
OBSERVATION_POINT(to_network, 3, OBSERVER_TO_NETWORK, true)
OBSERVATION_POINT(from_endpoint_l3, 1, OBSERVER_FROM_ENDPOINT, false)
OBSERVATION_POINT(to_endpoint_l3, 0, OBSERVER_TO_ENDPOINT, false)
OBSERVATION_POINT(from_network_l3, 2, OBSERVER_FROM_NETWORK, false)
OBSERVATION_POINT(to_network_l3, 3, OBSERVER_TO_NETWORK, false)

#include "sweep.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";
