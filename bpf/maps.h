// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The maps of the observer's programs, and the structs that only the programs see. */
#ifndef OBSERVER_MAPS_H
#define OBSERVER_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"

#define EVENT_TYPES 8
#define CONNECTIONS 131072
#define IPV6_CONNECTIONS 65536
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
struct ipv4_connection_key {
	__u32 low_address;
	__u32 high_address;
	__u32 ports; /* the low end's first in memory */
	__u32 side;  /* ifindex, and SIDE_NETWORK */
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

/*
 * With its key and what the kernel puts before it (48 bytes), an entry fills two cache lines. What it remembers of an
 * end is one word, so that no CPU can read half of it: the endpoint's id in the lower 16 bits, above it two bytes of
 * its address, above those the address_generation in which it was looked up. The address is there because the kernel
 * may give an entry to another connection while one that has found it still writes to it.
 */
struct connection {
	__u64 seen;	/* ktime of a packet at most SEEN_RESOLUTION before the last one */
	__u8 initiator; /* END_LOW or END_HIGH */
	__u8
	    finished_low; /* that end has sent FIN or somebody RST: one byte each, so two CPUs cannot undo each other */
	__u8 finished_high;
	__u8 padding;
	__u32 padding2;
	__u64 remembered[2]; /* of END_LOW and END_HIGH */
};

_Static_assert(sizeof(struct ipv4_connection_key) == 24, "padding in ipv4_connection_key");
_Static_assert(sizeof(struct ipv6_connection_key) == 48, "padding in ipv6_connection_key");
_Static_assert(sizeof(struct connection) == 32, "padding in connection");

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

/* The shim raises it after each change of the addresses: what was remembered of them before no longer counts. */
volatile __u64 address_generation = 1;

/* Two tables, because hashing and comparing the long keys costs an IPv4 packet 5 % more. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CONNECTIONS);
	__type(key, struct ipv4_connection_key);
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, IPV6_CONNECTIONS);
	__type(key, struct ipv6_connection_key);
	__type(value, struct connection);
} connections6 SEC(".maps");

#endif
