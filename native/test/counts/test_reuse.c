// SPDX-License-Identifier: Apache-2.0
/* A connection that has the addresses and ports of an earlier one: what each of them owes is told as its own. */
#define _GNU_SOURCE
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "packets.h"
#include "tests.h"
#include "told.h"

static void open_connection(uint64_t handle, uint16_t port)
{
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(port, 80, SYN));
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, port, SYN_ACK));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1000, IPV4(6, 1, 2), TCP(port, 80, ACK));
}

static void test_reused(void)
{
	uint64_t handle = open_counting((struct observer_options){.interval_ms = 60000});
	struct told told = {0};

	open_connection(handle, 100);
	read_told(handle, &told);
	CHECK(told.events == 3, "%llu events of the first", (unsigned long long)told.events);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	read_told(handle, &told);
	CHECK(told.events == 5 && told.swept == 1 && told.closed_reused == 1 &&
		  told.sum[index_of(OBSERVER_FROM_ENDPOINT)].packets == 1002,
	      "the first is told, and that it has ended: %llu events, %llu swept, %llu closed",
	      (unsigned long long)told.events, (unsigned long long)told.swept, (unsigned long long)told.closed_reused);
	CHECK(told.opened == 2 && told.last.packets == 1 && told.last.total_packets == 1 &&
		  told.last.reverse_packets == 0 && told.last.tcp_flags == SYN && told.last.age == 0,
	      "the second has its own numbers: %llu packets, %llu in all", (unsigned long long)told.last.packets,
	      (unsigned long long)told.last.total_packets);
	check_sum(handle, &told, "ports used again");
	RUN(handle, OBSERVER_TO_ENDPOINT, 1, IPV4(6, 2, 1), TCP(80, 100, RST));
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(100, 80, SYN));
	read_told(handle, &told);
	CHECK(told.events == 7 && told.closed_reused == 1 && told.closed_rst == 1, "one that has ended ends once");
	observer_close(handle);
}

/* The entry of one that is over, but no sweep has come yet. */
static void test_over(void)
{
	uint64_t handle = open_counting((struct observer_options){.interval_ms = 60000, .other_timeout_ms = 300});
	struct told told = {0};

	RUN(handle, OBSERVER_TO_NETWORK, 5, IPV6(17, 1, 2), PORTS(100, 53));
	usleep(450000);
	RUN(handle, OBSERVER_TO_NETWORK, 1, IPV6(17, 1, 2), PORTS(100, 53));
	read_told(handle, &told);
	CHECK(told.events == 3 && told.swept == 1 && told.closed_timeout == 1 && told.opened == 2 &&
		  told.last.packets == 1 && told.last.total_packets == 1,
	      "%llu events, %llu timed out, %llu opened", (unsigned long long)told.events,
	      (unsigned long long)told.closed_timeout, (unsigned long long)told.opened);
	check_sum(handle, &told, "one that was over");
	observer_close(handle);
}

/* What finds no room in the ring is counted as failed. */
static void test_reused_full_ring(void)
{
	uint64_t handle = open_counting((struct observer_options){.ring_pages = 1, .interval_ms = 60000});
	struct told told = {0};

	for (uint16_t port = 1000; port < 1100; port++)
		open_connection(handle, port);
	for (uint16_t port = 1000; port < 1100; port++)
		RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(port, 80, SYN));
	check_sum(handle, &told, "ports used again, and a full ring");
	CHECK(point_of(handle, OBSERVER_FROM_ENDPOINT).failed.packets > 999 * 50, "%llu packets failed",
	      (unsigned long long)point_of(handle, OBSERVER_FROM_ENDPOINT).failed.packets);
	RUN(handle, OBSERVER_FROM_ENDPOINT, 1, IPV4(6, 1, 2), TCP(1099, 80, ACK));
	read_told(handle, &told);
	CHECK(told.last.packets == 2 && told.last.total_packets == 2,
	      "%llu packets of the last connection, %llu in all", (unsigned long long)told.last.packets,
	      (unsigned long long)told.last.total_packets);
	check_sum(handle, &told, "ports used again, after a full ring");
	observer_close(handle);
}

void test_reuse(void)
{
	test_reused();
	test_over();
	test_reused_full_ring();
}
