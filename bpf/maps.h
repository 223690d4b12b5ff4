// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The maps of the observer's programs, and the structs that only these programs use. */
#ifndef OBSERVER_MAPS_H
#define OBSERVER_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "events.h"

#define EVENT_TYPES 8
#define CONNECTIONS 131072
#define IPV6_CONNECTIONS 65536
#define ADDRESSES 65536

/* The two ends of a connection, in the order that the table gives them. */
#define END_LOW 0
#define END_HIGH 1

/* This bit is set in a connection key's side if the interface is an uplink, and not set if it is a workload's. */
#define SIDE_NETWORK 0x80000000U

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

/*
 * Together with its key and the 48 bytes that the kernel puts before it, an entry fills two cache lines. `remembered`
 * has one word for each end, so that no CPU can read half of it. The lower 16 bits are the endpoint's id, the next 16
 * bits two bytes of the end's address, and the upper 32 bits the address_generation at the time of the look-up. The two
 * bytes of the address are needed because the kernel may reuse an entry for another connection while a program that
 * found it for the old connection still writes to it.
 */
struct connection {
	__u64 seen;	/* time of a recent packet, at most SEEN_RESOLUTION before the last one */
	__u8 initiator; /* END_LOW or END_HIGH */
	/* That end has sent FIN, or any end RST. Two bytes, so that two CPUs can write at the same time. */
	__u8 finished_low;
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

/* The shim adds 1 after each change of the addresses. Endpoints remembered with an older value are not used. */
volatile __u64 address_generation = 1;

/* Whether ARP and IPv6 neighbour discovery are reported. The shim sets it before it loads the programs. */
const volatile __u8 observe_arp = 0;

/* There are two tables, because hashing and comparing the long IPv6 keys would make an IPv4 packet cost 5 % more. */
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
