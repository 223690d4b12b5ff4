// SPDX-License-Identifier: Apache-2.0
/*
 * Runs hand-made packets through a program, one after the other. The reason in each event must be right, and it depends
 * on the packets before.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "connection.h"
#include "events.h"
#include "shim.h"
#include "check.h"
#include "log.h"
#include "packets.h"
#include "tests.h"

#define NEW OBSERVER_REASON_NEW
#define ESTABLISHED OBSERVER_REASON_ESTABLISHED
#define REPLY OBSERVER_REASON_REPLY
#define RELATED OBSERVER_REASON_RELATED
#define UNKNOWN OBSERVER_REASON_UNKNOWN

struct trial {
	const char *name;
	uint8_t reason;
	uint8_t length;
	uint8_t bytes[160];
};

#define TRIAL(NAME, REASON, ...)                                                                                       \
	{                                                                                                              \
		NAME, REASON, sizeof((uint8_t[]){__VA_ARGS__}),                                                        \
		{                                                                                                      \
			__VA_ARGS__                                                                                    \
		}                                                                                                      \
	}

static const struct trial parsing[] = {
    TRIAL("IPv4 options", NEW, ETHERNET(0x0800), IPV4_HEAD(6, 0, 17, 1, 2), 1, 1, 1, 1, PORTS(100, 53)),
    TRIAL("none in the reply", REPLY, IPV4(17, 2, 1), PORTS(53, 100)),
    TRIAL("first fragment", ESTABLISHED, ETHERNET(0x0800), IPV4_HEAD(5, 0x2000, 17, 1, 2), PORTS(100, 53)),
    TRIAL("later fragment", ESTABLISHED, ETHERNET(0x0800), IPV4_HEAD(5, 0x2001, 17, 1, 2), PORTS(9, 9)),
    TRIAL("later fragment of another packet", UNKNOWN, ETHERNET(0x0800), IPV4_HEAD(5, 0x2001, 17, 1, 3),
	  PORTS(100, 53)),
    TRIAL("VLAN", ESTABLISHED, ETHERNET(0x8100), TAG(0x0800), IPV4_HEAD(5, 0, 17, 1, 2), PORTS(100, 53)),
    TRIAL("two VLANs", REPLY, ETHERNET(0x88a8), TAG(0x8100), TAG(0x0800), IPV4_HEAD(5, 0, 17, 2, 1), PORTS(53, 100)),
    TRIAL("three VLANs", UNKNOWN, ETHERNET(0x88a8), TAG(0x8100), TAG(0x8100), TAG(0x0800), IPV4_HEAD(5, 0, 17, 2, 1),
	  PORTS(53, 100)),
    TRIAL("header too short", UNKNOWN, ETHERNET(0x0800), IPV4_HEAD(4, 0, 17, 1, 2), PORTS(100, 53)),
    TRIAL("IPv6 that says IPv4", UNKNOWN, ETHERNET(0x0800), IPV6_HEAD(17, 1, 2), PORTS(100, 53)),
    TRIAL("cut in IPv4", UNKNOWN, ETHERNET(0x8100), TAG(0x0800), 0x45, 0, 0, 60, 0, 1, 0, 0, 64, 17, 0, 0, 10, 9, 0, 1),
    TRIAL("cut in UDP", UNKNOWN, IPV4(17, 1, 2), 0, 100, 0),
    TRIAL("cut in TCP", UNKNOWN, IPV4(6, 1, 2), U16(100), U16(80), 0, 0, 0, 0, 0, 0, 0, 0, 0x50),
    TRIAL("cut in ICMP", UNKNOWN, IPV4(1, 1, 2), 8, 0, 0),
    TRIAL("ARP", UNKNOWN, ETHERNET(0x0806), 0, 1, 8, 0, 6, 4, 0, 1),
    TRIAL("IPv6 extensions", NEW, IPV6(0, 1, 2), EXTENSION(60), EXTENSION(43), 17, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	  0, 0, 0, PORTS(100, 53)),
    TRIAL("none in the reply", REPLY, IPV6(17, 2, 1), PORTS(53, 100)),
    TRIAL("IPv6 first fragment", ESTABLISHED, IPV6(44, 1, 2), FRAGMENT(17, 1), PORTS(100, 53)),
    TRIAL("IPv6 later fragment", ESTABLISHED, IPV6(44, 1, 2), FRAGMENT(17, 8), PORTS(9, 9)),
    TRIAL("IPv6 later fragment of another packet", UNKNOWN, IPV6(44, 1, 3), FRAGMENT(17, 8), PORTS(100, 53)),
    TRIAL("AH", ESTABLISHED, IPV6(51, 1, 2), 17, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PORTS(100, 53)),
    TRIAL("six extensions", ESTABLISHED, IPV6(0, 1, 2), EXTENSION(60), EXTENSION(60), EXTENSION(60), EXTENSION(60),
	  EXTENSION(60), EXTENSION(17), PORTS(100, 53)),
    TRIAL("seven extensions", UNKNOWN, IPV6(0, 1, 2), EXTENSION(60), EXTENSION(60), EXTENSION(60), EXTENSION(60),
	  EXTENSION(60), EXTENSION(60), EXTENSION(17), PORTS(100, 53)),
    TRIAL("cut in an extension", UNKNOWN, IPV6(0, 1, 2), 17, 0),
    TRIAL("SCTP", NEW, IPV4(132, 1, 2), PORTS(100, 53)),
    TRIAL("SCTP back", REPLY, IPV4(132, 2, 1), PORTS(53, 100)),
    TRIAL("SCTP, another port", NEW, IPV4(132, 2, 1), PORTS(53, 101)),
    TRIAL("GRE", NEW, IPV4(47, 1, 2), 0, 0),
    TRIAL("GRE back", REPLY, IPV4(47, 2, 1), 0, 0),
};

static const struct trial tracking[] = {
    TRIAL("ACK out of nowhere", UNKNOWN, IPV4(6, 3, 4), TCP(100, 80, ACK)),
    TRIAL("and again", UNKNOWN, IPV4(6, 4, 3), TCP(80, 100, ACK)),
    TRIAL("RST out of nowhere", UNKNOWN, IPV4(6, 4, 3), TCP(80, 100, RST)),
    TRIAL("SYN+ACK without SYN", REPLY, IPV4(6, 4, 3), TCP(80, 100, SYN_ACK)),
    TRIAL("its answer", ESTABLISHED, IPV4(6, 3, 4), TCP(100, 80, ACK)),
    TRIAL("FIN", REPLY, IPV4(6, 4, 3), TCP(80, 100, FIN)),
    TRIAL("FIN back", ESTABLISHED, IPV4(6, 3, 4), TCP(100, 80, FIN)),
    TRIAL("last ACK", REPLY, IPV4(6, 4, 3), TCP(80, 100, ACK)),
    TRIAL("SYN the other way", NEW, IPV4(6, 4, 3), TCP(80, 100, SYN)),
    TRIAL("its SYN+ACK", REPLY, IPV4(6, 3, 4), TCP(100, 80, SYN_ACK)),
    TRIAL("roles have changed", ESTABLISHED, IPV4(6, 4, 3), TCP(80, 100, ACK)),
    TRIAL("SYN again", NEW, IPV4(6, 4, 3), TCP(80, 100, SYN)),
    TRIAL("SYN+ACK of its sender", REPLY, IPV4(6, 4, 3), TCP(80, 100, SYN_ACK)),
    TRIAL("roles have changed", ESTABLISHED, IPV4(6, 3, 4), TCP(100, 80, ACK)),
    TRIAL("SYN+FIN is no SYN", UNKNOWN, IPV4(6, 5, 6), TCP(100, 80, SYN | 1)),
    TRIAL("ECN SYN", NEW, IPV4(6, 5, 6), TCP(100, 80, SYN | 0xc0)),
    TRIAL("UDP is not TCP", NEW, IPV4(17, 6, 5), PORTS(80, 100)),
    TRIAL("one end is both", NEW, IPV4(6, 5, 5), TCP(100, 100, SYN)),
    TRIAL("error about a request", RELATED, IPV4(1, 9, 5), ICMP(3, 1, 0), IPV4_HEAD(5, 0, 6, 5, 6), PORTS(100, 80)),
    TRIAL("error about a reply", RELATED, IPV4(1, 9, 6), ICMP(11, 0, 0), IPV4_HEAD(5, 0, 6, 6, 5), PORTS(80, 100)),
    TRIAL("error inside options", RELATED, IPV4(1, 9, 5), ICMP(12, 0, 0), IPV4_HEAD(6, 0, 6, 5, 6), 1, 1, 1, 1,
	  PORTS(100, 80)),
    TRIAL("error about a stranger", UNKNOWN, IPV4(1, 9, 5), ICMP(3, 1, 0), IPV4_HEAD(5, 0, 6, 5, 6), PORTS(100, 81)),
    TRIAL("error about nothing", UNKNOWN, IPV4(1, 9, 5), ICMP(3, 1, 0)),
    TRIAL("error about an error", UNKNOWN, IPV4(1, 9, 5), ICMP(3, 1, 0), IPV4_HEAD(5, 0, 1, 5, 9), ICMP(3, 1, 0)),
    TRIAL("ping", NEW, IPV4(1, 5, 6), ICMP(8, 0, 77)),
    TRIAL("the same id the other way", NEW, IPV4(1, 6, 5), ICMP(8, 0, 77)),
    TRIAL("reply", REPLY, IPV4(1, 6, 5), ICMP(0, 0, 77)),
    TRIAL("ping", ESTABLISHED, IPV4(1, 5, 6), ICMP(8, 0, 77)),
    TRIAL("error about a ping", RELATED, IPV4(1, 9, 5), ICMP(3, 1, 0), IPV4_HEAD(5, 0, 1, 5, 6), ICMP(8, 0, 77)),
    TRIAL("reply without ping", REPLY, IPV4(1, 6, 5), ICMP(0, 0, 78)),
    TRIAL("time stamp request", NEW, IPV4(1, 6, 5), ICMP(13, 0, 1)),
    TRIAL("IPv6 ping", NEW, IPV6(58, 5, 6), ICMP(128, 0, 77)),
    TRIAL("IPv6 error about it", RELATED, IPV6(58, 9, 5), ICMP(3, 0, 0), IPV6_HEAD(58, 5, 6), ICMP(128, 0, 77)),
    TRIAL("neighbour solicitation", NEW, IPV6(58, 5, 6), ICMP(135, 0, 0)),
    TRIAL("multicast listener", NEW, IPV6(58, 5, 6), ICMP(143, 0, 0)),
};

/* Runs a program on a packet and returns the event that it writes. */
static const struct trace_notify *notify_of(uint64_t handle, uint32_t point, const struct trial *trial)
{
	static uint8_t buffer[1024] __attribute__((aligned(8)));
	const struct trace_notify *notify = (struct trace_notify *)(buffer + sizeof(struct observer_frame));
	int result = observer_test_run(handle, point, (uintptr_t)trial->bytes, trial->length, 1);
	int length = observer_poll(handle, (uintptr_t)buffer, sizeof(buffer), 0);

	CHECK(result >= 0 && length > 0 && notify->subtype == point && notify->len_orig == trial->length,
	      "%s: (%d, %d)", trial->name, result, length);
	return notify;
}

static void try_one(uint64_t handle, const struct trial *trial)
{
	const struct trace_notify *notify = notify_of(handle, OBSERVER_FROM_NETWORK, trial);

	CHECK(notify->reason == trial->reason, "%s: reason %u, not %u", trial->name, notify->reason, trial->reason);
}

static void try_all(const struct trial *trials, size_t count)
{
	uint64_t handle = open_or_break(8, false);

	for (size_t i = 0; i < count; i++)
		try_one(handle, &trials[i]);
	observer_close(handle);
}

/* Finds the file of a table. This process has only one handle open, so there is one of that name. */
static int table_fd(const char *name)
{
	for (int fd = 3; fd < 256; fd++) {
		struct bpf_map_info info = {0};
		uint32_t size = sizeof(info);

		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && !strcmp(info.name, name))
			return fd;
	}
	broken("no table %s", name);
}

/* Makes every connection of a table older. */
static void age_table(const char *name, uint64_t seconds)
{
	struct ipv4_connection_key key, *before = NULL;
	int fd = table_fd(name);

	for (; !bpf_map_get_next_key(fd, before, &key); before = &key) {
		struct connection value;

		if (bpf_map_lookup_elem(fd, &key, &value))
			broken("bpf_map_lookup_elem");
		for (int end = 0; end < 2; end++)
			value.ends[end].seen -= seconds * 1000000000 >> TICK_SHIFT;
		if (bpf_map_update_elem(fd, &key, &value, BPF_EXIST))
			broken("bpf_map_update_elem");
	}
}

static void age(uint64_t seconds)
{
	age_table("tcp4", seconds);
	age_table("half_open4", seconds);
	age_table("other4", seconds);
}

static void test_timeouts(void)
{
	static const struct trial udp = TRIAL("UDP", NEW, IPV4(17, 1, 2), PORTS(100, 53)),
				  udp_later = TRIAL("UDP after 58 s", ESTABLISHED, IPV4(17, 1, 2), PORTS(100, 53)),
				  udp_late = TRIAL("UDP after 62 s", NEW, IPV4(17, 2, 1), PORTS(53, 100)),
				  syn = TRIAL("SYN", NEW, IPV4(6, 1, 2), TCP(100, 80, SYN)),
				  later = TRIAL("TCP after 7998 s", REPLY, IPV4(6, 2, 1), TCP(80, 100, ACK)),
				  fin = TRIAL("half closed", REPLY, IPV4(6, 2, 1), TCP(80, 100, FIN)),
				  rst = TRIAL("RST", ESTABLISHED, IPV4(6, 1, 2), TCP(100, 80, RST)),
				  after = TRIAL("8 s after RST", REPLY, IPV4(6, 2, 1), TCP(80, 100, ACK)),
				  late = TRIAL("12 s after RST", UNKNOWN, IPV4(6, 2, 1), TCP(80, 100, ACK));
	static const struct {
		uint32_t seconds;
		const struct trial *trial;
	} steps[] = {{0, &udp},	 {58, &udp_later}, {62, &udp_late}, {0, &syn},	 {7998, &later}, {0, &fin},
		     {12, &fin}, {0, &rst},	   {8, &after},	    {12, &late}, {0, &syn},	 {8002, &late}};
	uint64_t handle = open_or_break(8, false);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		age(steps[i].seconds);
		try_one(handle, steps[i].trial);
	}
	observer_close(handle);
}

static void set_key(uint64_t handle, struct address_key key, uint16_t endpoint)
{
	struct address_value value = {.endpoint = endpoint};
	int result =
	    observer_map_update(handle, OBSERVER_MAP_ADDRESSES, (uintptr_t)&key, endpoint ? (uintptr_t)&value : 0);

	CHECK(!result, "observer_map_update returned %d", result);
}

static void set_address(uint64_t handle, uint8_t last_byte, uint16_t endpoint)
{
	set_key(handle, (struct address_key){{[10] = 0xff, 0xff, 10, 9, 0, last_byte}}, endpoint);
}

static void expect_endpoint(uint64_t handle, uint32_t point, const struct trial *trial, uint16_t endpoint)
{
	const struct trace_notify *notify = notify_of(handle, point, trial);
	uint16_t destination = point == OBSERVER_TO_ENDPOINT ? endpoint : 0;

	CHECK(notify->reason == trial->reason && notify->source == endpoint && notify->dst_id == destination,
	      "%s: reason %u, endpoint %u, not %u, destination %u, not %u", trial->name, notify->reason, notify->source,
	      endpoint, notify->dst_id, destination);
}

/* A connection's entry stores the endpoints of its two ends, but only as long as the address table has them. */
static void test_endpoints(void)
{
	static const struct trial stray = TRIAL("stray", UNKNOWN, IPV4(6, 1, 2), TCP(100, 80, ACK)),
				  syn = TRIAL("SYN", NEW, IPV4(6, 1, 2), TCP(100, 80, SYN)),
				  out = TRIAL("out", ESTABLISHED, IPV4(6, 1, 2), TCP(100, 80, ACK)),
				  in = TRIAL("in", REPLY, IPV4(6, 2, 1), TCP(80, 100, ACK)),
				  first = TRIAL("IPv6, ends in zeros", NEW, IPV6(17, 0, 1), PORTS(100, 53)),
				  back = TRIAL("IPv6, back", REPLY, IPV6(17, 1, 0), PORTS(53, 100));
	uint64_t handle = open_or_break(8, false);

	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &stray, 0);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &syn, 0);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &out, 0);
	set_address(handle, 1, 7);
	for (int i = 0; i < 2; i++) {
		expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &out, 7);
		expect_endpoint(handle, OBSERVER_TO_ENDPOINT, &in, 7);
		expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &in, 0);
	}
	set_address(handle, 1, 65535);
	set_address(handle, 2, 9);
	for (int i = 0; i < 2; i++) {
		expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &out, 65535);
		expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &in, 9);
		expect_endpoint(handle, OBSERVER_TO_ENDPOINT, &out, 9);
	}
	set_address(handle, 1, 0);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &out, 0);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &syn, 0);
	expect_endpoint(handle, OBSERVER_TO_ENDPOINT, &out, 9);
	set_key(handle, (struct address_key){{0xfd, 9}}, 3);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &first, 3);
	expect_endpoint(handle, OBSERVER_TO_ENDPOINT, &back, 3);
	expect_endpoint(handle, OBSERVER_FROM_ENDPOINT, &back, 0);
	observer_close(handle);
}

void test_packets(void)
{
	test_endpoints();
	try_all(parsing, sizeof(parsing) / sizeof(parsing[0]));
	try_all(tracking, sizeof(tracking) / sizeof(tracking[0]));
	test_timeouts();
}
