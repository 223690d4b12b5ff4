// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Keys and entries of the connection tables. The programs count in the entries; the shim reads them in its sweeps and
 * has the programs change them.
 */
#ifndef OBSERVER_CONNECTION_H
#define OBSERVER_CONNECTION_H

#include <linux/bpf.h>
#include <linux/types.h>

/* The two ends of a connection, in the order that the table gives them. */
#define END_LOW 0
#define END_HIGH 1
/* connection.initiator, if the beginning was not seen. */
#define END_UNKNOWN 2

/* This bit is set in a connection key's side if the interface is an uplink, and not set if it is a workload's. */
#define SIDE_NETWORK 0x80000000U
/* And this one in the second entry of a connection whose packets pass an interface in both ways, once each. */
#define SIDE_HAIRPIN 0x40000000U

/*
 * The two ends are sorted, so that one look-up serves both directions of a connection. The side separates the
 * interfaces, because the same connection has its own entry, and its own beginning, at each of them. Ingress and egress
 * of an interface have the same side. Interfaces in different network namespaces may have the same ifindex, and a
 * classifier cannot distinguish them on kernels before 6.15: a datagram that passes two such interfaces in the same
 * role is NEW only at the first.
 */
struct ipv4_connection_key {
	__u32 low_address;
	__u32 high_address;
	__u32 ports; /* the low end's port first in memory */
	__u32 side;  /* ifindex, with SIDE_NETWORK set for an uplink */
	__u64 protocol;
};

struct ipv6_connection_key {
	__u64 low_address[2];
	__u64 high_address[2];
	__u32 ports;
	__u32 side;
	__u64 protocol;
};

union connection_key {
	struct ipv4_connection_key ipv4;
	struct ipv6_connection_key ipv6;
};

/* Time in units of 2^20 ns, about a millisecond, of CLOCK_MONOTONIC. It wraps after 52 days. */
#define TICK_SHIFT 20
#define TICKS_PER_SECOND 954

/*
 * The packets that one end has sent. packets and bytes only grow, by atomic additions, also when a port is used again.
 * What was told in events is a mark on the way, which moves only under the lock; the difference is owed.
 */
struct connection_direction {
	__u64 packets;
	__u64 bytes;
	__u64 told_packets;
	__u64 told_bytes;
	__u64 start_packets; /* when the present connection began */
	__u64 start_bytes;
	__u32 seen;	/* tick of the last packet */
	__u32 told_at;	/* tick of the last event */
	__u8 point;	/* the only observation point that counts here: its index + 1, 0 as long as none does */
	__u8 tcp_flags; /* so far; changes under the lock */
	__u8 is_owner;	/* whether this point counted the direction for the node at owner_at (struct owner) */
	__u8 padding;
	__u32 owner_at; /* a tick */
};

/* connection.state */
#define CONNECTION_LIVE 0x01	 /* the fields are set; not yet so right after the entry was added */
#define CONNECTION_DEAD 0x02	 /* about to be removed: nobody may begin to use it */
#define CONNECTION_CLOSED 0x04	 /* FIN of both ends, or RST */
#define CONNECTION_FILTERED 0x08 /* no event tells of it, and its packets are counted as filtered */
#define CONNECTION_FIN_LOW 0x10	 /* END_LOW has sent FIN */
#define CONNECTION_FIN_HIGH 0x20

/*
 * Fields other than the counters, `seen` and `remembered` change under the lock. `remembered` has one word for each
 * end, so that no CPU can read half of it. The lower 16 bits are the endpoint's id, the next 16 bits two bytes of the
 * end's address, and the upper 32 bits the address_generation at the time of the look-up.
 */
struct connection {
	struct bpf_spin_lock lock;
	__u8 initiator; /* END_LOW, END_HIGH or END_UNKNOWN */
	__u8 state;
	__u8 pending; /* bits of connection_counts.state that the next event will tell */
	__u8 padding;
	__u64 first;	     /* CLOCK_MONOTONIC of the first packet, ns */
	__u64 remembered[2]; /* of END_LOW and END_HIGH */
	struct connection_direction ends[2];
};

/*
 * For each direction of a connection, the point that counts it for the whole node, in the table `owners`. The key is
 * that of a connection with the side 0, in its IPv6 form. It passes on when that point is silent, or when the shim sets
 * the word to 0, as it does when a device goes. Losing an entry only makes another point the counting one.
 */
struct owner {
	__u64 end[2]; /* side and index of the point in the upper half, tick in the lower one */
};

/* In the upper half of a word of struct owner, above the ifindex, with the bits of the side. */
#define OWNER_POINT_SHIFT 28
#define OWNER_IFINDEX 0x0fffffff

/* What the shim asks a sweep program to do with the entry of a key, as a packet behind an Ethernet header. */
#define SWEEP_TELL 1 /* tell what is owed */
#define SWEEP_KILL 2 /* the same, and mark the entry dead, unless a packet came after `seen`: it has timed out */
#define SWEEP_BURY 3 /* tell what programs have added to a dead entry meanwhile */

struct sweep_request {
	__u8 ethernet[14];
	__u16 action;
	__u32 seen[2]; /* of the two ends, as they were when the shim decided */
	union connection_key key;
};

/* What a sweep program returns. */
#define SWEEP_DONE 0
#define SWEEP_CHANGED 1 /* the entry is not there, or no longer idle */
#define SWEEP_FAILED 2	/* an event was not written: everything is owed as before */

_Static_assert(sizeof(struct ipv4_connection_key) == 24, "padding in ipv4_connection_key");
_Static_assert(sizeof(struct ipv6_connection_key) == 48, "padding in ipv6_connection_key");
_Static_assert(sizeof(struct connection_direction) == 64, "padding in direction");
_Static_assert(sizeof(struct connection) == 160, "padding in connection");
_Static_assert(sizeof(struct sweep_request) == 72, "padding in sweep_request");

#endif
