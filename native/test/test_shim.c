// SPDX-License-Identifier: Apache-2.0
/*
 * Tests the shim and the kernel programs with real packets, once attached by TCX (if the kernel has it) and once by
 * clsact. Needs root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "counter.h"
#include "log.h"
#include "net.h"
#include "tests.h"

#define SYN 0x02
#define SYN_ACK 0x12
#define ACK 0x10
#define RST_ACK 0x14

/* One event that a packet causes on its way. */
struct step {
	uint8_t subtype;
	uint8_t reason;
	uint8_t detail;
};

static void print_events(const struct log *log, uint16_t port)
{
	for (uint32_t i = 0; i < log->count; i++) {
		const struct seen *event = &log->events[i];

		if (concerns(event, port))
			printf("      ifindex %u subtype %u reason %u protocol %u detail 0x%02x source %u\n",
			       event->ifindex, event->subtype, event->reason, event->protocol, event->detail,
			       event->source);
	}
}

/* Checks that exactly these events, in this order, have the port. */
static void expect(uint64_t handle, const char *what, uint16_t port, const struct step *steps, uint32_t count)
{
	struct log log = {.ordered = true};
	bool equal = true;
	uint32_t next = 0;

	watch(handle, &log, count, port);
	for (uint32_t i = 0; i < log.count; i++) {
		const struct seen *event = &log.events[i];

		if (!concerns(event, port))
			continue;
		if (next >= count || event->subtype != steps[next].subtype || event->reason != steps[next].reason ||
		    event->detail != steps[next].detail)
			equal = false;
		if ((event->subtype == OBSERVER_TO_ENDPOINT || event->subtype == OBSERVER_FROM_ENDPOINT) !=
		    (event->source == 42))
			equal = false;
		next++;
	}
	CHECK(equal && next == count && log.ordered, "%s: %u events of %u expected", what, next, count);
	if (!equal || next != count)
		print_events(&log, port);
	free(log.events);
}

#define EXPECT(handle, what, port, ...)                                                                                \
	expect(handle, what, port, (struct step[]){__VA_ARGS__},                                                       \
	       sizeof((struct step[]){__VA_ARGS__}) / sizeof(struct step))

/* A packet from the pod (OUT) or to it (IN) passes two observation points; both must give this reason. */
#define OUT(REASON, DETAIL)                                                                                            \
	{OBSERVER_TO_NETWORK, OBSERVER_REASON_##REASON, DETAIL},                                                       \
	{                                                                                                              \
		OBSERVER_FROM_ENDPOINT, OBSERVER_REASON_##REASON, DETAIL                                               \
	}
#define IN(REASON, DETAIL)                                                                                             \
	{OBSERVER_TO_ENDPOINT, OBSERVER_REASON_##REASON, DETAIL},                                                      \
	{                                                                                                              \
		OBSERVER_FROM_NETWORK, OBSERVER_REASON_##REASON, DETAIL                                                \
	}

static void test_ping(uint64_t handle, const struct net *net, bool ipv6)
{
	uint16_t id = ipv6 ? 7106 : 7104;
	uint8_t request = ipv6 ? 128 : 8, reply = ipv6 ? 129 : 0;

	ping(net, ipv6, id);
	EXPECT(handle, "first ping", id, OUT(NEW, request), IN(REPLY, reply));
	ping(net, ipv6, id);
	EXPECT(handle, "second ping", id, OUT(ESTABLISHED, request), IN(REPLY, reply));
}

static void test_udp(uint64_t handle, const struct net *net, bool ipv6)
{
	uint16_t port = ipv6 ? 7206 : 7204, closed = ipv6 ? 7216 : 7214, inbound = ipv6 ? 7226 : 7224;
	int pod = socket_at(net, POD, ipv6, SOCK_DGRAM, port);
	int node = socket_at(net, NODE, ipv6, SOCK_DGRAM, 53);
	char bytes[8];

	send_to(pod, ipv6, NODE, 53);
	CHECK(recv(node, bytes, sizeof(bytes), 0) == 5, "request arrives");
	send_to(node, ipv6, POD, port);
	CHECK(recv(pod, bytes, sizeof(bytes), 0) == 5, "answer arrives");
	send_to(pod, ipv6, NODE, 53);
	EXPECT(handle, "UDP", port, OUT(NEW, 0), IN(REPLY, 0), OUT(ESTABLISHED, 0));
	close(node);
	node = socket_at(net, NODE, ipv6, SOCK_DGRAM, inbound);
	send_to(node, ipv6, POD, port);
	CHECK(recv(pod, bytes, sizeof(bytes), 0) == 5, "request arrives");
	send_to(pod, ipv6, NODE, inbound);
	EXPECT(handle, "UDP into the pod", inbound, IN(NEW, 0), OUT(REPLY, 0));
	close(node);
	close(pod);
	pod = socket_at(net, POD, ipv6, SOCK_DGRAM, closed);
	send_to(pod, ipv6, NODE, 9);
	EXPECT(handle, "UDP to a closed port", closed, OUT(NEW, 0), IN(RELATED, ipv6 ? 1 : 3));
	close(pod);
}

static int listen_at(const struct net *net, bool ipv6, uint16_t port)
{
	int fd = socket_at(net, NODE, ipv6, SOCK_STREAM, port);

	if (listen(fd, 8))
		broken("listen");
	return fd;
}

static void test_tcp(uint64_t handle, const struct net *net, bool ipv6)
{
	uint16_t port = ipv6 ? 7306 : 7304, refused = ipv6 ? 7316 : 7314;
	int server = listen_at(net, ipv6, 80);
	int client;

	/* Twice, because a SYN from a port that was used before begins a new connection. */
	for (int i = 0; i < 2; i++) {
		client = socket_at(net, POD, ipv6, SOCK_STREAM, port);
		connect_to(client, ipv6, NODE, 80, 0);
		close(accept(server, NULL, NULL));
		EXPECT(handle, "TCP", port, OUT(NEW, SYN), IN(REPLY, SYN_ACK), OUT(ESTABLISHED, ACK),
		       IN(REPLY, RST_ACK));
		close(client);
	}
	close(server);
	client = socket_at(net, POD, ipv6, SOCK_STREAM, refused);
	connect_to(client, ipv6, NODE, 81, ECONNREFUSED);
	EXPECT(handle, "refused TCP", refused, OUT(NEW, SYN), IN(REPLY, RST_ACK));
	close(client);
}

static void attach_both(uint64_t handle, const struct net *net, bool clsact)
{
	int expected = clsact ? OBSERVER_ATTACHED_CLSACT : OBSERVER_ATTACHED_TCX;

	CHECK(observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) == expected, "attach node0");
	CHECK(observer_attach(handle, net->pod_fd, net->pod_ifindex, OBSERVER_ROLE_NETWORK, 0) == expected,
	      "attach eth0 in another namespace");
}

/* If the start of a connection was not seen, nobody can know which side began it. */
static void test_midstream(uint64_t handle, const struct net *net, bool clsact)
{
	int server, client, peer;

	CHECK(!observer_detach(handle, -1, net->node_ifindex), "detach node0");
	CHECK(!observer_detach(handle, net->pod_fd, net->pod_ifindex), "detach eth0");
	CHECK(observer_detach(handle, -1, net->node_ifindex) == -ENOENT, "nothing to detach");
	server = listen_at(net, false, 80);
	client = socket_at(net, POD, false, SOCK_STREAM, 7404);
	connect_to(client, false, NODE, 80, 0);
	peer = accept(server, NULL, NULL);
	attach_both(handle, net, clsact);
	if (send(client, "x", 1, 0) != 1)
		broken("send");
	EXPECT(handle, "TCP seen late", 7404, OUT(UNKNOWN, 0x18), IN(UNKNOWN, ACK));
	close(peer);
	close(client);
	close(server);
	EXPECT(handle, "TCP seen late, its end", 7404, IN(UNKNOWN, RST_ACK));
}

static void set_address(uint64_t handle, const uint8_t *bytes, uint32_t endpoint)
{
	struct address_value value = {.endpoint = endpoint, .identity = 4242};
	struct address_key key;

	memcpy(key.address, bytes, sizeof(key.address));
	CHECK(!observer_map_update(handle, OBSERVER_MAP_ADDRESSES, (uintptr_t)&key, endpoint ? (uintptr_t)&value : 0),
	      "map update");
}

static const uint8_t pod_ipv4[16] = {[10] = 0xff, 0xff, 10, 77, 0, 2};
static const uint8_t pod_ipv6[16] = {0xfd, 0x77, [15] = 2};

static void test_unknown_address(uint64_t handle, const struct net *net)
{
	struct log log = {.ordered = true};

	set_address(handle, pod_ipv4, 0);
	set_address(handle, pod_ipv4, 0);
	ping(net, false, 7105);
	watch(handle, &log, 4, 7105);
	for (uint32_t i = 0; i < log.count; i++)
		CHECK(log.events[i].source == 0, "a deleted address has no endpoint");
	free(log.events);
	set_address(handle, pod_ipv4, 42);
}

static void test_l3_device(uint64_t handle, const struct net *net)
{
	int fd = tun_open(net, "tun0");
	struct log log = {.ordered = true};
	uint32_t unknown = 0;

	if (fd < 0) {
		printf("SKIPPED: L3 device (no /dev/net/tun)\n");
		return;
	}
	CHECK(observer_attach(handle, -1, if_nametoindex("tun0"), OBSERVER_ROLE_NETWORK, OBSERVER_ATTACH_L3) > 0,
	      "attach tun0");
	tun_write_udp(fd, 0x0800, 7504);
	watch(handle, &log, 1, 7504);
	CHECK(log.count > 0, "an event from tun0");
	for (uint32_t i = 0; i < log.count; i++) {
		if (concerns(&log.events[i], 7504))
			CHECK(log.events[i].flags == OBSERVER_FLAG_L3_DEVICE && log.events[i].length == 28 &&
				  log.events[i].reason == OBSERVER_REASON_NEW &&
				  log.events[i].subtype == OBSERVER_FROM_NETWORK,
			      "a packet without Ethernet header");
	}
	/* The bytes are the same, but what they are is not known, so none of them may be taken for a header. */
	log.count = 0;
	tun_write_udp(fd, 0x8847, 7505);
	watch(handle, &log, 1, 0);
	for (uint32_t i = 0; i < log.count; i++) /* the kernel sends packets of its own on a new device */
		unknown += log.events[i].length == 28 && log.events[i].flags == OBSERVER_FLAG_L3_DEVICE &&
			   log.events[i].captured == 0 && log.events[i].reason == OBSERVER_REASON_UNKNOWN;
	CHECK(unknown == 1, "MPLS without Ethernet header: %u of %u events", unknown, log.count);
	free(log.events);
	close(fd);
	/* The device no longer exists now; observer_close must cope with that. */
}

static void test_traffic(const struct net *net, bool clsact)
{
	struct counter *counter = counter_attach(net->node_ifindex, clsact);
	uint64_t handle = open_or_break(128, clsact);
	struct log log = {.ordered = true};
	uint64_t events[2] = {0};

	set_address(handle, pod_ipv4, 42);
	set_address(handle, pod_ipv6, 42);
	attach_both(handle, net, clsact);
	watch(handle, &log, 0, 0);
	counter_reset(counter);
	log.count = 0;
	ping(net, false, 7100);
	watch(handle, &log, 4, 7100);
	for (uint32_t i = 0; i < log.count; i++) {
		events[0] += log.events[i].subtype == OBSERVER_FROM_ENDPOINT;
		events[1] += log.events[i].subtype == OBSERVER_TO_ENDPOINT;
	}
	CHECK(events[0] && events[0] == counter_read(counter, 0), "%llu events, and %llu packets behind at ingress",
	      (unsigned long long)events[0], (unsigned long long)counter_read(counter, 0));
	CHECK(events[1] && events[1] == counter_read(counter, 1), "%llu events, and %llu packets behind at egress",
	      (unsigned long long)events[1], (unsigned long long)counter_read(counter, 1));
	free(log.events);
	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		test_ping(handle, net, ipv6);
		test_udp(handle, net, ipv6);
		test_tcp(handle, net, ipv6);
	}
	test_midstream(handle, net, clsact);
	test_unknown_address(handle, net);
	test_l3_device(handle, net);
	observer_close(handle);
	CHECK(observer_sweep(-1, 0) == 0, "close leaves nothing to sweep");
	counter_free(counter);
}

int main(void)
{
	struct net net;
	char error[256], *before, *after;
	uint64_t handle;
	bool tcx;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (geteuid()) {
		printf("SKIPPED: the shim's tests need root\n");
		return 0;
	}
	if (observer_open(&handle, &(struct observer_options){.ring_pages = 8}, error, sizeof(error)) == -EPERM) {
		printf("SKIPPED: %s\n", error);
		return 0;
	}
	observer_close(handle);
	net_open(&net);
	before = root_state(&net);
	tcx = tcx_available(&net);
	for (int clsact = !tcx; clsact < 2; clsact++) {
		printf("%s\n", clsact ? "clsact" : "TCX");
		test_traffic(&net, clsact);
		test_three_capabilities(&net, clsact);
		test_places(&net, clsact, tcx);
	}
	test_qdisc(&net);
	test_left_by_sigkill(&net, tcx);
	test_refusals(&net);
	test_packets();
	test_capture();
	test_small_buffers();
	test_balance();
	test_counts();
	test_reuse();
	test_tunnel();
	test_properties();
	test_wire(&net);
	test_links(&net);
	test_watch(&net);
	after = root_state(&net);
	CHECK(!strcmp(before, after), "the root namespace was:\n%sand is:\n%s", before, after);
	free(before);
	free(after);
	printf(failures ? "FAILED: %d checks\n" : "PASS\n", failures);
	return failures ? 1 : 0;
}
