// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The maps of the observer's programs, and the structs that only the programs see. */
#ifndef OBSERVER_MAPS_H
#define OBSERVER_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"

#define EVENT_TYPES 8
#define CONNECTIONS 131072
#define ADDRESSES 65536

/* Ends of a connection as the table sorts them. */
#define END_LOW 0
#define END_HIGH 1

/* Set in connection_key.side for an uplink; without it the side is the workload behind the interface. */
#define SIDE_NETWORK 0x80000000U

/*
 * The two ends stand sorted, so one look-up serves both directions of a connection. The side keeps observation points
 * apart: each sees a connection begin for itself. Both hooks of an interface share a side. Interfaces in different
 * network namespaces may have the same ifindex: kernels before 6.15 give a classifier no way to tell them apart, and a
 * datagram that passes both in one role is NEW at the first alone.
 */
struct connection_key {
	__u32 low_address[4];
	__u32 high_address[4];
	__u16 low_port;
	__u16 high_port;
	__u32 side; /* ifindex, and SIDE_NETWORK */
	__u8 protocol;
	__u8 padding[3];
};

struct connection {
	__u64 seen;	/* ktime of a packet at most SEEN_RESOLUTION before the last one */
	__u8 initiator; /* END_LOW or END_HIGH */
	__u8
	    finished_low; /* that end has sent FIN or somebody RST: one byte each, so two CPUs cannot undo each other */
	__u8 finished_high;
	__u8 padding[5];
};

_Static_assert(sizeof(struct connection_key) == 44, "padding in connection_key");
_Static_assert(sizeof(struct connection) == 16, "padding in connection");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, EVENT_TYPES);
	__type(key, __u32);
	__type(value, struct output_count);
} outputs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, ADDRESSES);
	__type(key, struct address_key);
	__type(value, struct address_value);
} addresses SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CONNECTIONS);
	__type(key, struct connection_key);
	__type(value, struct connection);
} connections SEC(".maps");

#endif
