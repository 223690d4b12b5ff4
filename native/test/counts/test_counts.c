// SPDX-License-Identifier: Apache-2.0
/* What the programs count and tell, with hand-made packets: nothing may be missing, whatever is full or runs at once.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "connection.h"
#include "events.h"
#include "shim.h"
#include "check.h"
#include "packets.h"
#include "tests.h"
#include "told.h"

#define TCP_PACKET (sizeof((uint8_t[]){IPV4(6, 1, 2), TCP(100, 80, SYN)}))
#define UDP_PACKET (14 + 20 + 8)

/* The device whose index the packets of a test run have. */
#define LOOPBACK 1

/* In seconds. An emulated processor may be too slow for all of the packets that a test would send. */
#define PATIENCE 20

/* What each event of a connection tells, from the SYN to the end. */
static void test_life(void)
{
	uint64_t handle = open_counting((struct observer_options){.interval_ms = 60000, .closed_timeout_ms = 50});
	struct told told = {0};

	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	read_told(handle, &told);
	CHECK(told.events == 1 && told.opened == 1 && told.last.packets == 1 && told.last.bytes == TCP_PACKET &&
		  told.last.total_packets == 1 && told.last.reverse_packets == 0 && told.last.age == 0 &&
		  told.last.tcp_flags == SYN && told.last_reason == OBSERVER_REASON_NEW,
	      "SYN: %llu events, %llu bytes, total %llu, age %llu, flags %x, reason %u",
	      (unsigned long long)told.events, (unsigned long long)told.last.bytes,
	      (unsigned long long)told.last.total_packets, (unsigned long long)told.last.age, told.last.tcp_flags,
	      told.last_reason);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 2, IPV4(6, 1, 2), TCP(100, 80, SYN));
	read_told(handle, &told);
	CHECK(told.events == 1, "a SYN that is sent again is counted alone");
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, SYN_ACK));
	read_told(handle, &told);
	CHECK(told.events == 2 && told.opened == 1 && told.last.packets == 1 && told.last.reverse_packets == 3 &&
		  told.last.reverse_bytes == 3 * TCP_PACKET && told.last.age > 0 && told.last.tcp_flags == SYN_ACK &&
		  told.last.reverse_tcp_flags == SYN && told.last_reason == OBSERVER_REASON_REPLY,
	      "SYN+ACK");
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1000, IPV4(6, 1, 2), TCP(100, 80, ACK));
	read_told(handle, &told);
	CHECK(told.events == 3 && told.last.packets == 3 && told.last.total_packets == 4 &&
		  told.last_reason == OBSERVER_REASON_ESTABLISHED,
	      "the first ACK tells of the repeated SYNs: %llu events, %llu packets", (unsigned long long)told.events,
	      (unsigned long long)told.last.packets);
	check_sum(handle, &told, "with 999 ACKs owed");
	RUN(handle, OBSERVER_TO_ENDPOINT, 10, IPV4(6, 2, 1), TCP(80, 100, ACK));
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, FIN));
	read_told(handle, &told);
	CHECK(told.events == 4 && told.last.packets == 11 && told.last.total_packets == 12 && !told.closed_fin,
	      "FIN: %llu events, %llu packets", (unsigned long long)told.events, (unsigned long long)told.last.packets);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, FIN));
	read_told(handle, &told);
	CHECK(told.events == 5 && told.last.packets == 1000 && told.closed_fin == 1 &&
		  told.last.total_packets == 1004 && told.last.reverse_packets == 12,
	      "FIN back");
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, ACK));
	read_told(handle, &told);
	CHECK(told.events == 5, "the last ACK is no news");
	check_sum(handle, &told, "before the sweep");
	usleep(100000);
	CHECK(!observer_sweep_connections(handle), "sweep");
	read_told(handle, &told);
	CHECK(told.events == 6 && told.swept == 1 && told.last.packets == 1 && !told.closed_timeout &&
		  told.last.state & OBSERVER_COUNTS_SWEPT,
	      "the sweep tells of the last ACK: %llu events, %llu swept", (unsigned long long)told.events,
	      (unsigned long long)told.swept);
	CHECK(told.packet_length == 24 && told.packet[0] == 0x45 && told.packet[9] == 6 && told.packet[15] == 2 &&
		  told.packet[19] == 1 && told.packet[21] == 80 && told.packet[23] == 100,
	      "with a packet made of the key: %u bytes", told.packet_length);
	check_sum(handle, &told, "after the sweep");
	observer_close(handle);
}

/* With MAXIMUM only the beginning and the end are told by packets, and each packet is told in two intervals. */
static void test_maximum(void)
{
	uint64_t handle = open_counting((struct observer_options){.level = OBSERVER_LEVEL_MAXIMUM});
	struct told told = {0};

	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, SYN_ACK));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 100, IPV4(6, 1, 2), TCP(100, 80, ACK));
	read_told(handle, &told);
	CHECK(told.events == 1 && told.opened == 1, "%llu events", (unsigned long long)told.events);
	settle(handle, &told);
	CHECK(told.events == 3 && told.swept == 2, "two directions are swept: %llu", (unsigned long long)told.swept);
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, RST));
	read_told(handle, &told);
	CHECK(told.events == 4 && told.closed_rst == 1, "RST");
	check_sum(handle, &told, "maximum");
	observer_close(handle);
}

/* Without aggregation each packet is an event, and tells of itself. */
static void test_none(void)
{
	struct observer_options options = {.ring_pages = 256};
	struct told told = {0};
	char error[256];
	uint64_t handle;

	if (observer_open(&handle, &options, error, sizeof(error)))
		broken("%s", error);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 10, IPV4(17, 1, 2), PORTS(100, 53));
	check_sum(handle, &told, "none");
	CHECK(told.events == 10 && told.last.packets == 1 && told.last.bytes == UDP_PACKET &&
		  !(told.last.state & OBSERVER_COUNTS_TRACKED) && told.last.state & OBSERVER_COUNTS_COUNTS,
	      "%llu events", (unsigned long long)told.events);
	observer_close(handle);
}

/* A lost event loses no bytes: the next one tells them, too. */
static void test_full_ring(void)
{
	uint64_t handle = open_counting((struct observer_options){.ring_pages = 1});
	struct told told = {0};
	uint64_t before;

	for (uint16_t port = 1000; port < 1200; port++)
		RUN(handle, OBSERVER_FROM_ENDPOINT, 3, IPV4(17, 1, 2), PORTS(port, 53));
	before = told.events;
	check_sum(handle, &told, "a full ring");
	CHECK(told.events - before < 200, "the ring was not full: %llu events", (unsigned long long)told.events);
	settle(handle, &told);
	check_sum(handle, &told, "after the full ring");
	CHECK(told.opened == 200 && told.sum[index_of(OBSERVER_FROM_ENDPOINT)].packets == 600,
	      "%llu of 200 connections were told, and %llu of 600 packets", (unsigned long long)told.opened,
	      (unsigned long long)told.sum[index_of(OBSERVER_FROM_ENDPOINT)].packets);
	observer_close(handle);
}

/* A full table: some packets cause an event each, the others are counted as limited. */
static void test_full_table(void)
{
	uint64_t handle = open_counting((struct observer_options){.other_entries = 64, .untracked_rate = 50});
	struct observer_point point;
	struct told told = {0};

	for (uint16_t port = 1000; port < 2000; port++)
		RUN(handle, OBSERVER_TO_NETWORK, 2, IPV4(17, 1, 2), PORTS(port, 53));
	check_sum(handle, &told, "a full table");
	point = point_of(handle, OBSERVER_TO_NETWORK);
	CHECK(point.refused == 2 * (1000 - 64) && point.limited.packets > 1000 && told.events >= 64 + 50,
	      "%llu refused, %llu limited, %llu events", (unsigned long long)point.refused,
	      (unsigned long long)point.limited.packets, (unsigned long long)told.events);
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	read_told(handle, &told);
	CHECK(told.last.state & OBSERVER_COUNTS_OPENED, "TCP has room of its own");
	observer_close(handle);
}

/* Made-up SYNs and ACKs fill the table of half-open connections; established ones keep their roles. */
static void test_flood(void)
{
	uint64_t handle = open_counting((struct observer_options){.ring_pages = 1024,
								  .tcp_entries = 256,
								  .half_open_entries = 1024,
								  .untracked_rate = 100,
								  .interval_ms = 60000});
	uint8_t syn[] = {IPV4(6, 1, 2), TCP(100, 80, SYN)};
	time_t deadline = time(NULL) + PATIENCE;
	struct told told = {0};

	for (uint16_t port = 1000; port < 1100; port++) {
		RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 7, 8), TCP(port, 80, SYN));
		RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 8, 7), TCP(80, port, SYN_ACK));
		RUN(handle, OBSERVER_FROM_ENDPOINT, 2, IPV4(6, 7, 8), TCP(port, 80, ACK));
	}
	read_told(handle, &told);
	CHECK(told.events == 300 && told.replies == 100, "%llu events, %llu replies", (unsigned long long)told.events,
	      (unsigned long long)told.replies);
	told.events = told.replies = 0;
	for (uint32_t i = 0; i < 1000000 && time(NULL) < deadline; i++) {
		syn[27] = i >> 16;
		syn[28] = i >> 8;
		syn[29] = i;
		syn[47] = i % 2 ? SYN : ACK;
		run(handle, OBSERVER_TO_ENDPOINT, syn, sizeof(syn), 1);
		if (i % 4096 == 0)
			read_told(handle, &told);
	}
	check_sum(handle, &told, "a flood of SYNs and ACKs");
	CHECK(told.events < 5000, "%llu events of a flood", (unsigned long long)told.events);
	told.replies = 0;
	for (uint16_t port = 1000; port < 1100; port++)
		RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 8, 7), TCP(80, port, FIN));
	read_told(handle, &told);
	CHECK(told.replies == 100, "after the flood: %llu replies of 100", (unsigned long long)told.replies);
	check_sum(handle, &told, "after the flood");
	observer_close(handle);
}

/* A packet that passes a device in both ways is counted at both points. */
static void test_hairpin(void)
{
	uint64_t handle = open_counting((struct observer_options){0});
	struct told told = {0};

	RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV4(17, 1, 2), PORTS(100, 53));
	RUN(handle, OBSERVER_TO_ENDPOINT, 7, IPV4(17, 1, 2), PORTS(100, 53));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 2, IPV4(17, 2, 1), PORTS(53, 100));
	read_told(handle, &told);
	CHECK(told.last_reason == OBSERVER_REASON_REPLY, "its reply: %u", told.last_reason);
	RUN(handle, OBSERVER_TO_ENDPOINT, 3, IPV4(17, 2, 1), PORTS(53, 100));
	read_told(handle, &told);
	CHECK(told.last_reason == OBSERVER_REASON_REPLY, "its reply on the way back: %u", told.last_reason);
	check_sum(handle, &told, "a hairpin");
	settle(handle, &told);
	check_sum(handle, &told, "a hairpin, swept");
	CHECK(told.sum[index_of(OBSERVER_FROM_ENDPOINT)].packets == 7 &&
		  told.sum[index_of(OBSERVER_TO_ENDPOINT)].packets == 10,
	      "all is told");
	observer_close(handle);
}

/* At both points of a hairpin. */
static void open_hairpins(uint64_t handle)
{
	static const uint32_t points[] = {OBSERVER_FROM_ENDPOINT, OBSERVER_TO_ENDPOINT};

	for (int i = 0; i < 2; i++) {
		RUN(handle, points[i], 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
		RUN(handle, points[i], 1, IPV4(6, 3, 4), TCP(100, 80, SYN));
		RUN(handle, points[i], 1, IPV4(6, 4, 3), TCP(80, 100, SYN_ACK));
		RUN(handle, points[i], 1, IPV4(6, 3, 4), TCP(100, 80, ACK));
	}
}

/* TCP has its own time-outs at the second point of a hairpin, too. */
static void test_hairpin_timeout(void)
{
	uint64_t handle = open_counting((struct observer_options){.other_timeout_ms = 20, .interval_ms = 10});
	time_t deadline = time(NULL) + PATIENCE;
	struct told told = {0};

	open_hairpins(handle);
	usleep(40000);
	settle(handle, &told);
	CHECK(told.opened == 4 && told.closed_timeout == 0, "%llu opened, %llu timed out",
	      (unsigned long long)told.opened, (unsigned long long)told.closed_timeout);
	observer_close(handle);
	handle = open_counting((struct observer_options){.half_open_timeout_ms = 20, .interval_ms = 10});
	open_hairpins(handle);
	for (told = (struct told){0}; told.closed_timeout < 2 && time(NULL) < deadline; usleep(10000)) {
		CHECK(!observer_sweep_connections(handle), "sweep");
		read_told(handle, &told);
	}
	CHECK(told.closed_timeout >= 2, "%llu half open ones timed out", (unsigned long long)told.closed_timeout);
	check_sum(handle, &told, "hairpins of TCP");
	observer_close(handle);
}

/* Of two points that a packet passes, one counts for the node, and the other takes over when it is silent. */
static void test_owner(void)
{
	uint64_t handle = open_counting((struct observer_options){0});
	struct told told = {0};

	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(17, 1, 2), PORTS(100, 53));
	read_told(handle, &told);
	CHECK(told.last.state & OBSERVER_COUNTS_COUNTS, "the first point counts");
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(17, 1, 2), PORTS(100, 53));
	read_told(handle, &told);
	CHECK(!(told.last.state & OBSERVER_COUNTS_COUNTS), "the second does not");
	RUN(handle, OBSERVER_FROM_NETWORK, 1, IPV4(17, 2, 1), PORTS(53, 100));
	read_told(handle, &told);
	CHECK(told.last.state & OBSERVER_COUNTS_COUNTS, "another direction is counted elsewhere");
	usleep(1400000);
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(17, 1, 2), PORTS(100, 53));
	read_told(handle, &told);
	CHECK(told.last.state & OBSERVER_COUNTS_COUNTS, "the second takes over");
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(17, 1, 2), PORTS(100, 53));
	read_told(handle, &told);
	CHECK(!(told.last.state & OBSERVER_COUNTS_COUNTS), "and keeps it");
	observer_close(handle);
}

/* It passes on at the next sweep, too, if the device of the first has gone. */
static void test_owner_gone(void)
{
	uint64_t handle = open_counting((struct observer_options){.interval_ms = 60000});
	struct told told = {0};

	if (observer_attach(handle, -1, LOOPBACK, OBSERVER_ROLE_ENDPOINT, 0) < 0)
		broken("attach");
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	usleep(600000); /* for so long, a point remembers what it was told */
	CHECK(!observer_sweep_connections(handle), "sweep");
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(6, 1, 2), TCP(100, 80, ACK));
	read_told(handle, &told);
	CHECK(told.events == 3 && !(told.last.state & OBSERVER_COUNTS_COUNTS), "the first point counts");
	usleep(600000);
	CHECK(!observer_detach(handle, -1, LOOPBACK) && !observer_sweep_connections(handle), "detach and sweep");
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV4(6, 1, 2), TCP(100, 80, FIN));
	read_told(handle, &told);
	CHECK(told.events == 4 && told.last.state & OBSERVER_COUNTS_COUNTS, "the second takes over");
	observer_close(handle);
}

/* Connections end by time-out, their entries are removed, and their ports can be used again. */
static void test_timeout(void)
{
	uint64_t handle = open_counting(
	    (struct observer_options){.other_timeout_ms = 50, .half_open_timeout_ms = 50, .interval_ms = 10});
	struct observer_table tables[OBSERVER_TABLES];
	struct told told = {0};

	for (int round = 1; round <= 3; round++) {
		RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV4(17, 1, 2), PORTS(100, 53));
		RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV6(17, 1, 2), PORTS(100, 53));
		RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV4(6, 1, 2), TCP(100, 80, SYN));
		for (int sweeps = 0; sweeps < 4; sweeps++) {
			usleep(40000);
			CHECK(!observer_sweep_connections(handle), "sweep");
		}
		check_sum(handle, &told, "time-outs");
		/* More, if the machine stands still for 50 ms between two packets. */
		CHECK(told.opened >= 3u * round && told.closed_timeout == told.opened && told.last.total_packets <= 5,
		      "round %d: %llu opened, %llu timed out", round, (unsigned long long)told.opened,
		      (unsigned long long)told.closed_timeout);
	}
	CHECK(!observer_sweep_connections(handle) && observer_tables(handle, (uintptr_t)tables) == OBSERVER_TABLES,
	      "tables");
	for (uint32_t i = 0; i < OBSERVER_TABLES; i++)
		CHECK(tables[i].entries == 0, "table %u has %u entries", i, tables[i].entries);
	observer_close(handle);
}

/* Rules hide connections from events; their packets are counted apart. */
static void test_filter(void)
{
	struct filter_rule rules[] = {
	    {.port_low = 53, .port_high = 53, .protocol = 17, .action = OBSERVER_FILTER_DENY},
	    {.network = {[10] = 0xff, 0xff, 10, 9},
	     .mask = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	     .port_high = 65535,
	     .action = OBSERVER_FILTER_ALLOW},
	};
	uint64_t handle = open_counting((struct observer_options){.filter_rules = 2, .filter = (uintptr_t)rules});
	struct told told = {0};

	RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV4(17, 1, 2), PORTS(100, 53));
	RUN(handle, OBSERVER_TO_ENDPOINT, 5, IPV4(17, 2, 1), PORTS(53, 100));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 5, IPV6(17, 1, 2), PORTS(100, 54));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 5, ETHERNET(0x88cc), 0, 0, 0, 0);
	check_sum(handle, &told, "filtered");
	CHECK(told.events == 0 && point_of(handle, OBSERVER_FROM_ENDPOINT).filtered.packets == 15,
	      "%llu events, %llu filtered", (unsigned long long)told.events,
	      (unsigned long long)point_of(handle, OBSERVER_FROM_ENDPOINT).filtered.packets);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(17, 1, 2), PORTS(100, 54));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 53, SYN));
	check_sum(handle, &told, "allowed");
	CHECK(told.events == 2, "%llu events", (unsigned long long)told.events);
	observer_close(handle);
}

/* A limit of events delays what they tell. */
static void test_rate_limit(void)
{
	uint64_t handle = open_counting((struct observer_options){.event_rate = 100, .event_burst = 10});
	struct told told = {0};

	for (uint16_t port = 1000; port < 1100; port++)
		RUN(handle, OBSERVER_FROM_ENDPOINT, 2, IPV4(17, 1, 2), PORTS(port, 54));
	check_sum(handle, &told, "limited");
	CHECK(told.events >= 10 && told.events < 60, "%llu events", (unsigned long long)told.events);
	settle(handle, &told);
	check_sum(handle, &told, "limited, and swept");
	CHECK(told.sum[index_of(OBSERVER_FROM_ENDPOINT)].packets == 200 && told.opened == 100, "all is told later");
	observer_close(handle);
}

/* The newest map of a name. */
static int map_of(const char *name)
{
	uint32_t id = 0;
	int found = -1;

	while (!bpf_map_get_next_id(id, &id)) {
		struct bpf_map_info info = {0};
		uint32_t length = sizeof(info);
		int fd = bpf_map_get_fd_by_id(id);

		if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &length) || strcmp(info.name, name)) {
			if (fd >= 0)
				close(fd);
			continue;
		}
		if (found >= 0)
			close(found);
		found = fd;
	}
	if (found < 0)
		broken("no map %s", name);
	return found;
}

/* What the programs would lose, a sweep finds, to the packet. */
static void test_missing(void)
{
	uint64_t handle = open_counting((struct observer_options){.interval_ms = 1});
	int map = map_of("other4");
	struct observer_point point;
	struct connection entry;
	union connection_key key;

	RUN(handle, OBSERVER_TO_ENDPOINT, 10, IPV4(17, 1, 2), PORTS(100, 53));
	if (bpf_map_get_next_key(map, NULL, &key) || bpf_map_lookup_elem(map, &key, &entry))
		broken("no entry");
	for (int end = 0; end < 2; end++) {
		if (entry.ends[end].packets) {
			entry.ends[end].packets -= 3;
			entry.ends[end].bytes -= 3 * UDP_PACKET;
		}
	}
	if (bpf_map_update_elem(map, &key, &entry, BPF_EXIST))
		broken("cannot change an entry");
	close(map);
	for (int sweeps = 0; sweeps < 2; sweeps++) {
		CHECK(!observer_sweep_connections(handle), "sweep");
		usleep(5000);
	}
	point = point_of(handle, OBSERVER_TO_ENDPOINT);
	CHECK(!observer_can_wait() || (point.missing.packets == 3 && point.missing.bytes == 3 * UDP_PACKET),
	      "missing: %llu packets, %llu bytes", (unsigned long long)point.missing.packets,
	      (unsigned long long)point.missing.bytes);
	CHECK(!point_of(handle, OBSERVER_FROM_ENDPOINT).missing.packets, "nothing is missing elsewhere");
	observer_close(handle);
}

struct sender {
	uint64_t handle;
	int cpu;
};

/* Connections begin, end and begin again with the same ports, from both ends at once. */
static void *send_all(void *argument)
{
	const struct sender *sender = argument;
	time_t deadline = time(NULL) + PATIENCE;
	bool back = sender->cpu;
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sender->cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
	for (uint32_t i = 0; i < 60000 && time(NULL) < deadline; i++) {
		static const uint8_t flags[] = {SYN, SYN_ACK, ACK, ACK, ACK, FIN, ACK, RST, ACK};
		uint8_t tcp[] = {IPV4(6, 1, 2), TCP(100, 80, ACK)}, udp[] = {IPV4(17, 1, 2), PORTS(100, 53)};

		tcp[35] = tcp[37] = udp[35] = udp[37] = i / 9 % 5;
		tcp[47] = flags[(i + back) % sizeof(flags)];
		if (back) {
			tcp[29] = udp[29] = 2;
			tcp[33] = udp[33] = 1;
		}
		run(sender->handle, back ? OBSERVER_TO_ENDPOINT : OBSERVER_FROM_ENDPOINT, tcp, sizeof(tcp), 3);
		run(sender->handle, back ? OBSERVER_TO_ENDPOINT : OBSERVER_FROM_ENDPOINT, udp, sizeof(udp), 2);
	}
	return NULL;
}

/* Two CPUs use the same entries, which are told, promoted, killed, removed and made again all the time. */
static void test_two_cpus(void)
{
	struct observer_options options = {.interval_ms = 2,
					   .other_timeout_ms = 1,
					   .closed_timeout_ms = 1,
					   .half_open_timeout_ms = 1,
					   .ring_pages = 64};
	uint64_t handle = open_counting(options);
	struct sender senders[] = {{handle, 0}, {handle, 1}};
	pthread_t threads[2];
	struct told told = {0};

	for (int i = 0; i < 2; i++) {
		if (pthread_create(&threads[i], NULL, send_all, &senders[i]))
			broken("pthread_create");
	}
	for (int i = 0; i < 2; i++) {
		while (pthread_tryjoin_np(threads[i], NULL)) {
			CHECK(!observer_sweep_connections(handle), "sweep");
			read_told(handle, &told);
		}
	}
	check_sum(handle, &told, "two CPUs");
	settle(handle, &told);
	check_sum(handle, &told, "two CPUs, swept");
	CHECK(told.swept && told.closed_timeout && told.closed_rst && told.closed_reused && told.opened,
	      "swept %llu, timed out %llu, reset %llu, reused %llu, opened %llu", (unsigned long long)told.swept,
	      (unsigned long long)told.closed_timeout, (unsigned long long)told.closed_rst,
	      (unsigned long long)told.closed_reused, (unsigned long long)told.opened);
	observer_close(handle);
}

void test_counts(void)
{
	test_life();
	test_maximum();
	test_none();
	test_full_ring();
	test_full_table();
	test_flood();
	test_hairpin();
	test_hairpin_timeout();
	test_owner();
	test_owner_gone();
	test_timeout();
	test_filter();
	test_rate_limit();
	test_missing();
	test_two_cpus();
}
