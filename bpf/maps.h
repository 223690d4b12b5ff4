// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The maps of the observer's programs, and what the shim sets in them. */
#ifndef OBSERVER_MAPS_H
#define OBSERVER_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "connection.h"
#include "events.h"

#define EVENT_TYPES 8
#define ADDRESSES 65536
#define FRAGMENTS 8192
#define OWNERS 131072

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
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, OBSERVER_POINTS);
	__type(key, __u32);
	__type(value, struct point_tally);
} tallies SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, ADDRESSES);
	__type(key, struct address_key);
	__type(value, struct address_value);
} addresses SEC(".maps");

/* The shim adds 1 after each change of the addresses. Endpoints remembered with an older value are not used. */
volatile __u64 address_generation = 1;

/* The shim sets these before it loads the programs. A map of their own makes that independent of other constants. */
const volatile struct observer_settings settings SEC(".rodata.settings");

struct filter {
	struct filter_rule rules[OBSERVER_FILTER_RULES];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct filter);
} filters SEC(".maps");

/* What a new entry of a table begins as. */
static const struct connection nothing;

/*
 * The connection tables never evict an entry, because it may owe counts. The shim sets their sizes. TCP connections are
 * in half_open until both ends have shown that they take part: made-up SYNs and ACKs fill that table, not the other.
 * TCP and the rest are apart for the same reason. IPv4 and IPv6 are apart because hashing and comparing the long IPv6
 * keys would make an IPv4 packet cost 5 % more.
 */
#define CONNECTION_TABLE(NAME, KEY)                                                                                    \
	struct {                                                                                                       \
		__uint(type, BPF_MAP_TYPE_HASH);                                                                       \
		__uint(max_entries, 1);                                                                                \
		__type(key, struct KEY);                                                                               \
		__type(value, struct connection);                                                                      \
	} NAME SEC(".maps")

CONNECTION_TABLE(tcp4, ipv4_connection_key);
CONNECTION_TABLE(tcp6, ipv6_connection_key);
CONNECTION_TABLE(half_open4, ipv4_connection_key);
CONNECTION_TABLE(half_open6, ipv6_connection_key);
CONNECTION_TABLE(other4, ipv4_connection_key);
CONNECTION_TABLE(other6, ipv6_connection_key);

/* Later fragments have no ports: those of the first one, as long as it is remembered. */
struct fragment_key {
	__u64 source[2];
	__u64 destination[2];
	__u32 id;
	__u32 protocol; /* of IPv4; in IPv6 a later fragment does not tell it, and the id is enough */
};

struct fragment_value {
	__u32 ports;
	__u32 tick;
	__u8 kind; /* enum packet_kind */
	__u8 protocol;
	__u8 padding[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FRAGMENTS);
	__type(key, struct fragment_key);
	__type(value, struct fragment_value);
} fragments SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, OWNERS);
	__type(key, struct ipv6_connection_key);
	__type(value, struct owner);
} owners SEC(".maps");

_Static_assert(sizeof(struct fragment_key) == 40, "padding in fragment_key");
_Static_assert(sizeof(struct fragment_value) == 12, "padding in fragment_value");

#endif
