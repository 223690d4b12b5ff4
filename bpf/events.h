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
#define OBSERVER_TRACE_VERSION 2
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

/*
 * What the programs write into a perf ring; the packet follows it. It holds only those fields of a trace_notify that
 * the shim cannot derive, because every byte costs time on the packet's CPU. The shim makes a trace_notify of it. The
 * time is a field here because perf's own time stamp, from the same clock, would cost twice as much.
 */
struct trace_sample {
	__u64 time; /* CLOCK_MONOTONIC, ns */
	__u32 hash;
	__u32 len_orig;
	__u32 ifindex;
	__u16 source;
	__u8 point; /* subtype | (len_cap & OBSERVER_POINT_LENGTH) << OBSERVER_POINT_LENGTH_SHIFT */
	__u8 state; /* reason | flags << OBSERVER_STATE_FLAGS */
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
_Static_assert(sizeof(struct trace_notify) == 56, "trace_notify is the newest version of a wire format");
_Static_assert(sizeof(struct trace_sample) == 24, "padding in trace_sample");
_Static_assert(sizeof(struct address_key) == 16, "padding in address_key");
_Static_assert(sizeof(struct address_value) == 8, "padding in address_value");
_Static_assert(sizeof(struct output_count) == 16, "padding in output_count");
_Static_assert(sizeof(struct observer_frame) == 24, "padding in observer_frame");
_Static_assert(sizeof(struct observer_statistic) == 24, "padding in observer_statistic");

#endif
