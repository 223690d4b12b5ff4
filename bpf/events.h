// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The structs that the kernel programs share with user space (in events and in maps), and those that the shim shares
 * with Java. They have fixed-width types and no implicit padding, and their sizes are asserted. The layout that
 * `make -C native offsets` prints is compared by a Java test with the constants in Java. Numbers are in host byte order
 * unless a comment says otherwise.
 */
#ifndef OBSERVER_EVENTS_H
#define OBSERVER_EVENTS_H

#include <linux/types.h>

#define OBSERVER_TYPE_TRACE 4
/* The version in the lower byte, and in the upper one that of the extension: struct connection_counts. */
#define OBSERVER_TRACE_VERSION 0x0102
/* The headers of the packet follow the trace_notify, and at most this many bytes. */
#define OBSERVER_CAPTURE_BYTES 256

/* trace_notify.subtype */
#define OBSERVER_TO_ENDPOINT 0
#define OBSERVER_FROM_ENDPOINT 5
#define OBSERVER_FROM_NETWORK 10
#define OBSERVER_TO_NETWORK 11

/* trace_notify.reason */
#define OBSERVER_REASON_NEW 0
#define OBSERVER_REASON_ESTABLISHED 1
#define OBSERVER_REASON_REPLY 2
#define OBSERVER_REASON_RELATED 3
#define OBSERVER_REASON_UNKNOWN 5

/* trace_notify.flags */
#define OBSERVER_FLAG_IPV6 0x01
#define OBSERVER_FLAG_L3_DEVICE 0x02

/*
 * A packet passed an observation point. The first len_cap bytes of the packet follow: its headers, as far as the
 * programs know them, and no payload. It begins with its Ethernet header, or with its IP header if
 * OBSERVER_FLAG_L3_DEVICE is set; of a packet that is not IP nothing follows then.
 */
struct trace_notify {
	__u8 type;
	__u8 subtype;
	__u16 source; /* endpoint id of the workload at this point, 0 = unknown or none */
	__u32 hash;
	__u32 len_orig;
	__u16 len_cap;
	__u16 version;
	__u32 src_label; /* 0 = not provided */
	__u32 dst_label; /* 0 = not provided */
	__u16 dst_id;	 /* at to-endpoint the endpoint id of the destination, else 0 */
	__u8 reason;
	__u8 flags;
	__u32 ifindex;
	__u8 orig_ip[16]; /* 0 = not provided */
	__u64 ip_trace_id;
};

/* connection_counts.state */
#define OBSERVER_COUNTS_TRACKED 0x0001	      /* the totals, the age and the flags are known */
#define OBSERVER_COUNTS_OPENED 0x0002	      /* the first event of a connection whose beginning was seen */
#define OBSERVER_COUNTS_CLOSED_FIN 0x0004     /* both ends have sent FIN */
#define OBSERVER_COUNTS_CLOSED_RST 0x0008     /* an end has sent RST */
#define OBSERVER_COUNTS_CLOSED_TIMEOUT 0x0010 /* idle for its time-out */
#define OBSERVER_COUNTS_SWEPT 0x0020	      /* told by a sweep: the packet is made of the connection's key */
#define OBSERVER_COUNTS_COUNTS 0x0040	      /* of the node's points, this one counts the packets of the direction */
#define OBSERVER_COUNTS_CLOSED_REUSED 0x0080  /* another connection has begun with its addresses and ports */

/*
 * What is known of a packet's connection at the observation point. It is the extension of a trace_notify, between it
 * and the packet. Bytes are those on the wire, with the Ethernet header: a packet that the kernel has not yet segmented
 * counts as its segments, each with its headers. Without OBSERVER_COUNTS_TRACKED, only packets and bytes are set, to
 * those of this packet.
 */
struct connection_counts {
	__u64 packets; /* of the event's direction, since the last event of this direction */
	__u64 bytes;
	__u64 total_packets; /* of the event's direction, since the connection began */
	__u64 total_bytes;
	__u64 reverse_packets; /* of the other direction, since the connection began */
	__u64 reverse_bytes;
	__u64 age;	/* ns since the first packet of the connection */
	__u8 tcp_flags; /* that the event's direction has had so far */
	__u8 reverse_tcp_flags;
	__u16 state;
	__u32 reserved;
};

/* sample_head.type. The shim counts samples of types and versions that it does not know, and skips them. */
#define OBSERVER_SAMPLE_TRACE 1	  /* the packet follows */
#define OBSERVER_SAMPLE_COUNTED 2 /* struct connection_counts and the packet follow */
#define OBSERVER_SAMPLE_SWEPT 3	  /* struct connection_counts and struct connection_ends follow */
#define OBSERVER_SAMPLE_VERSION 1

/*
 * What each sample in a perf ring begins with. It holds only those fields of a trace_notify that the shim cannot
 * derive, because every byte costs time on the packet's CPU. The shim makes a trace_notify of it. The time is a field
 * here because perf's own time stamp, from the same clock, would cost twice as much.
 */
struct sample_head {
	__u64 time; /* CLOCK_MONOTONIC, ns */
	__u8 type;
	__u8 version;
	__u8 point; /* subtype | (len_cap & OBSERVER_POINT_LENGTH) << OBSERVER_POINT_LENGTH_SHIFT */
	__u8 state; /* reason | flags << OBSERVER_STATE_FLAGS */
	__u16 source;
	__u16 packets; /* wire segments of this packet */
	__u32 hash;
	__u32 len_orig;
	__u32 ifindex;
	__u32 bytes; /* of these segments */
};

/* Source and destination of a swept direction. */
struct connection_ends {
	__u8 source[16]; /* as in address_key */
	__u8 destination[16];
	__u16 source_port; /* in network byte order; of an echo request or reply its id, and the other port is 0 */
	__u16 destination_port;
	__u8 protocol;
	__u8 padding[3];
};

#define OBSERVER_POINT_SUBTYPE 0x0f
/*
 * The kernel pads a record to a multiple of 8 bytes, and with what was in the ring before. So the last 3 bits of the
 * packet's length are needed, and enough, to know where the packet ends.
 */
#define OBSERVER_POINT_LENGTH 0x7
#define OBSERVER_POINT_LENGTH_SHIFT 4
#define OBSERVER_STATE_FLAGS 4
#define OBSERVER_STATE_REASON 0x0f
/* Of a sample without counts: OBSERVER_COUNTS_COUNTS. No flag of trace_notify has this bit. */
#define OBSERVER_STATE_COUNTS 0x80

/* Key of the address map: IPv6 in network byte order, IPv4 as ::ffff:a.b.c.d. */
struct address_key {
	__u8 address[16];
};

struct address_value {
	__u32 endpoint; /* 1..65535 */
	__u32 identity;
};

/* Value of the outputs map (per CPU, index = event type): attempts = records in the ring + failed. */
struct output_count {
	__u64 attempts;
	__u64 failed;
	__u64 suppressed; /* not attempted, because of observer_settings.event_rate */
	__u32 tokens;
	__u32 tokens_at; /* tick */
};

/* observer_settings.level: what causes an event. */
#define OBSERVER_LEVEL_NONE 0	 /* each packet */
#define OBSERVER_LEVEL_MEDIUM 1	 /* a new connection, new TCP flags, and once per interval and direction */
#define OBSERVER_LEVEL_MAXIMUM 2 /* a new connection and its end */

/* Set before the programs are loaded. Times are in ticks (connection.h). */
struct observer_settings {
	__u32 level;
	__u32 interval;
	__u32 untracked_rate; /* events a second and CPU of packets for which a table had no room; 0: no limit */
	__u32 tcp_timeout;
	__u32 half_open_timeout;
	__u32 closed_timeout;
	__u32 other_timeout;
	__u32 event_rate;  /* events a second and CPU; 0: no limit */
	__u32 event_burst; /* as many may come at once */
	__s32 filter_rules;
	__u8 observe_arp;  /* and neighbour discovery */
	__u8 coarse_clock; /* the kernel has bpf_ktime_get_coarse_ns (5.11) */
	__u8 padding[2];
};

/* Indexes of struct point_tally: the observation points in the order of their subtypes. */
#define OBSERVER_POINTS 4

/* Packets and bytes, as in connection_counts. */
struct amount {
	__u64 packets;
	__u64 bytes;
};

/*
 * What the packets of one kind of observation point have become, per CPU. When no program runs:
 * seen = told in events + owed by the entries of the connection tables + limited + failed + hidden + filtered.
 */
struct point_tally {
	struct amount seen;
	__u64 skbs;		/* seen, before segmentation */
	__u64 length;		/* of these */
	struct amount told;	/* in events */
	struct amount limited;	/* no entry owes them any more, and too many events */
	struct amount failed;	/* no entry owes them any more, and the event found no room in the ring */
	struct amount hidden;	/* reported on request only: ARP and neighbour discovery */
	struct amount filtered; /* a rule of the filter hides them */
	struct amount returned; /* of events that were not written: owed again. Not part of the sum */
	__u64 refused;		/* connections for which a table had no room */
	__u32 budget;		/* events that packets without an entry may still cause in this second */
	__u32 budget_tick;
};

/* What observer_open is asked for. A number that is 0 means the default. */
struct observer_options {
	__u32 ring_pages;  /* of a CPU; no default */
	__u32 flags;	   /* OBSERVER_OPEN_... */
	__u32 level;	   /* OBSERVER_LEVEL_... */
	__u32 interval_ms; /* at most one event in this time for a direction that has no news; 5 s */
	__u32 tcp_entries; /* of the tables for IPv4; those for IPv6 have half as many */
	__u32 half_open_entries;
	__u32 other_entries;
	__u32 untracked_rate; /* events a second and CPU of packets for which a table had no room; 1000 */
	__u32 tcp_timeout_ms;
	__u32 half_open_timeout_ms;
	__u32 closed_timeout_ms;
	__u32 other_timeout_ms;
	__u32 event_rate;   /* events a second and CPU, no limit */
	__u32 event_burst;  /* as many of them at once; event_rate */
	__u32 filter_rules; /* number of rules; they are at `filter` */
	__u32 padding;
	__u64 filter; /* address of an array of struct filter_rule */
};

#define OBSERVER_FILTER_RULES 64

#define OBSERVER_FILTER_ALLOW 1
#define OBSERVER_FILTER_DENY 2

/*
 * A rule of the filter, which decides whether events tell of a connection. The first rule that matches decides. If none
 * does, events tell of it, unless there is a rule that allows.
 */
struct filter_rule {
	__u8 network[16]; /* of either end, as in address_key, ANDed with the mask; a mask of zeros matches all */
	__u8 mask[16];
	__u16 port_low; /* of either end, host byte order */
	__u16 port_high;
	__u16 endpoint; /* of either end; 0 = any */
	__u8 protocol;	/* 0 = any */
	__u8 action;
};

/* One observation point, as observer_points lists it: the sums of struct point_tally over the CPUs. */
struct observer_point {
	__u32 subtype;
	__u32 padding;
	struct amount seen;
	struct amount told;
	struct amount limited;
	struct amount failed;
	struct amount hidden;
	struct amount filtered;
	struct amount owed;	/* when the last sweep looked at the tables */
	struct amount missing;	/* so much at least is in none of these, as an error has lost it */
	struct amount returned; /* of events that were not written: owed again. Not part of the sum */
	__u64 skbs;
	__u64 length;
	__u64 refused;
};

/* observer_table.table */
#define OBSERVER_TABLES 6

/* One connection table, as observer_tables lists it. */
struct observer_table {
	__u32 table; /* tcp4, tcp6, half_open4, half_open6, other4, other6 */
	__u32 capacity;
	__u32 entries; /* at the last sweep */
	__u32 padding;
};

/* observer_frame.kind */
#define OBSERVER_FRAME_SAMPLE 0
#define OBSERVER_FRAME_LOST 1

/* Header of each record that observer_poll writes; `length` bytes of payload follow, then zeros up to `size`. */
struct observer_frame {
	__u32 size; /* of the whole record including this header, a multiple of 8 */
	__u16 kind;
	__u16 cpu;
	__u32 length;
	__u32 reserved;
	__u64 time; /* CLOCK_MONOTONIC, ns */
};

/* observer_statistic.type of records that the shim itself had to skip: failed is their number, attempts is 0. */
#define OBSERVER_STATISTIC_SKIPPED 0

/* One entry of observer_statistics. */
struct observer_statistic {
	__u32 cpu;
	__u32 type; /* event type */
	__u64 attempts;
	__u64 failed;
	__u64 suppressed;
};

/* observer_link.flags */
#define OBSERVER_LINK_VETH 0x1
#define OBSERVER_LINK_UPLINK 0x2 /* leads out of the node */
#define OBSERVER_LINK_L3 0x4	 /* packets have no Ethernet header */
#define OBSERVER_LINK_UP 0x8
#define OBSERVER_LINK_LOOPBACK 0x10

/* One network device, as observer_links lists it. */
struct observer_link {
	__u32 ifindex;
	__u32 flags;
	char name[16]; /* ends with a 0 */
};

/* One address of a device, as observer_addresses lists it. */
struct observer_address {
	__u8 address[16]; /* IPv4 as ::ffff:a.b.c.d */
	__u32 ifindex;
	__u32 prefix_length; /* of the network that the device reaches directly; of IPv4 96 more than it is written */
};

/* observer_place.state */
#define OBSERVER_PLACE_FIRST 0
#define OBSERVER_PLACE_BEHIND 1 /* a program of somebody else runs first */
#define OBSERVER_PLACE_GONE 2	/* somebody else has detached our program */

/* The place of our program in the chain of one direction of a device. */
struct observer_place {
	__u32 state;
	__u32 program; /* id of the program that runs first if it is not ours; 0 = none, or not an eBPF program */
	char name[16]; /* its name if we may know it; ends with a 0 */
};

_Static_assert(sizeof(struct observer_place) == 24, "padding in observer_place");
_Static_assert(sizeof(struct observer_link) == 24, "padding in observer_link");
_Static_assert(sizeof(struct observer_address) == 24, "padding in observer_address");
_Static_assert(sizeof(struct trace_notify) == 56, "trace_notify is the newest version of a wire format");
_Static_assert(sizeof(struct connection_counts) == 64, "padding in connection_counts");
_Static_assert(sizeof(struct connection_ends) == 40, "padding in connection_ends");
_Static_assert(sizeof(struct sample_head) == 32, "padding in sample_head");
_Static_assert(sizeof(struct address_key) == 16, "padding in address_key");
_Static_assert(sizeof(struct address_value) == 8, "padding in address_value");
_Static_assert(sizeof(struct observer_settings) == 44, "padding in observer_settings");
_Static_assert(sizeof(struct filter_rule) == 40, "padding in filter_rule");
_Static_assert(sizeof(struct observer_options) == 72, "padding in observer_options");
_Static_assert(sizeof(struct observer_point) == 176, "padding in observer_point");
_Static_assert(sizeof(struct observer_table) == 16, "padding in observer_table");
_Static_assert(sizeof(struct point_tally) == 144, "padding in point_tally");
_Static_assert(sizeof(struct output_count) == 32, "padding in output_count");
_Static_assert(sizeof(struct observer_frame) == 24, "padding in observer_frame");
_Static_assert(sizeof(struct observer_statistic) == 32, "padding in observer_statistic");

#endif
