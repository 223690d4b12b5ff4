// SPDX-License-Identifier: Apache-2.0
/* Real traffic: what the programs count is what the devices count, and what a network card would. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "net.h"
#include "tests.h"
#include "told.h"

#define PAYLOAD (4 << 20)
/* Ethernet, IPv4, TCP with time stamps; a SYN has more options. */
#define SEGMENT_HEADERS (14 + 20 + 32)
#define SYN_HEADERS (14 + 20 + 40)

struct device_counts {
	unsigned long long rx_bytes, rx_packets, tx_bytes, tx_packets;
};

static struct device_counts device_counts(const char *name)
{
	struct device_counts counts;
	char line[512];
	FILE *file = fopen("/proc/thread-self/net/dev", "re");

	if (!file)
		broken("/proc/net/dev");
	while (fgets(line, sizeof(line), file)) {
		char *colon = strchr(line, ':'), *start = line + strspn(line, " ");

		if (!colon || strncmp(start, name, strlen(name)) || start + strlen(name) != colon)
			continue;
		if (sscanf(colon + 1, "%llu %llu %*u %*u %*u %*u %*u %*u %llu %llu", &counts.rx_bytes,
			   &counts.rx_packets, &counts.tx_bytes, &counts.tx_packets) != 4)
			broken("cannot read %s", line);
		fclose(file);
		return counts;
	}
	broken("no device %s", name);
}

/* Switches segmentation by the device on or off; then the kernel sends large packets through a veth, or none. */
static void set_offload(const struct net *net, bool on)
{
	static const uint32_t commands[] = {ETHTOOL_STSO, ETHTOOL_SGSO};
	int fd;

	if (setns(net->pod_fd, CLONE_NEWNET))
		broken("setns");
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	for (int i = 0; i < 2; i++) {
		struct ethtool_value value = {.cmd = commands[i], .data = on};
		struct ifreq request = {.ifr_name = "eth0", .ifr_data = (char *)&value};

		if (ioctl(fd, SIOCETHTOOL, &request))
			broken("SIOCETHTOOL");
	}
	close(fd);
	if (setns(net->node_fd, CLONE_NEWNET))
		broken("setns");
}

static void *upload(void *argument)
{
	static const char bytes[65536];
	int client = *(int *)argument;

	for (uint32_t sent = 0; sent < PAYLOAD; sent += sizeof(bytes)) {
		if (send(client, bytes, sizeof(bytes), 0) != sizeof(bytes))
			broken("send");
	}
	shutdown(client, SHUT_WR);
	return NULL;
}

/* With what was sent again, as happens on a slow machine. */
static uint64_t bytes_sent(int client)
{
	struct tcp_info info = {0};
	socklen_t length = sizeof(info);

	if (getsockopt(client, IPPROTO_TCP, TCP_INFO, &info, &length))
		broken("TCP_INFO");
	return info.tcpi_bytes_sent;
}

/* Returns the payload that was sent. */
static uint64_t transfer(const struct net *net, uint16_t port)
{
	int server = socket_at(net, NODE, false, SOCK_STREAM, port);
	int client = socket_at(net, POD, false, SOCK_STREAM, 0), peer;
	static char bytes[65536];
	pthread_t thread;
	uint32_t received = 0;
	uint64_t sent;
	ssize_t length;

	if (listen(server, 1))
		broken("listen");
	connect_to(client, false, NODE, port, 0);
	peer = accept(server, NULL, NULL);
	if (pthread_create(&thread, NULL, upload, &client))
		broken("pthread_create");
	while ((length = recv(peer, bytes, sizeof(bytes), 0)) > 0)
		received += length;
	pthread_join(thread, NULL);
	CHECK(received == PAYLOAD, "%u bytes arrived", received);
	sent = bytes_sent(client);
	close(peer);
	close(client);
	close(server);
	return sent;
}

static void test_transfer(const struct net *net, bool offload)
{
	uint64_t handle = open_counting((struct observer_options){0});
	struct device_counts before, after;
	struct observer_point in, out;
	struct told told = {0};
	uint64_t sent;

	set_offload(net, offload);
	if (observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) < 0)
		broken("observer_attach");
	before = device_counts("node0");
	in = point_of(handle, OBSERVER_FROM_ENDPOINT);
	out = point_of(handle, OBSERVER_TO_ENDPOINT);
	CHECK(in.skbs == 0 && out.skbs == 0, "packets before the transfer");
	sent = transfer(net, offload ? 7601 : 7602);
	CHECK(!observer_detach(handle, -1, net->node_ifindex), "detach");
	after = device_counts("node0");
	in = point_of(handle, OBSERVER_FROM_ENDPOINT);
	out = point_of(handle, OBSERVER_TO_ENDPOINT);
	CHECK(in.skbs == after.rx_packets - before.rx_packets && in.length == after.rx_bytes - before.rx_bytes,
	      "received: %llu packets, %llu bytes; the device: %llu, %llu", (unsigned long long)in.skbs,
	      (unsigned long long)in.length, after.rx_packets - before.rx_packets, after.rx_bytes - before.rx_bytes);
	CHECK(out.skbs == after.tx_packets - before.tx_packets && out.length == after.tx_bytes - before.tx_bytes,
	      "sent: %llu packets, %llu bytes; the device: %llu, %llu", (unsigned long long)out.skbs,
	      (unsigned long long)out.length, after.tx_packets - before.tx_packets, after.tx_bytes - before.tx_bytes);
	CHECK(in.seen.bytes - in.hidden.bytes ==
		  sent + (in.seen.packets - in.hidden.packets - 1) * SEGMENT_HEADERS + SYN_HEADERS,
	      "%llu segments of %llu bytes for %llu bytes of payload", (unsigned long long)in.seen.packets,
	      (unsigned long long)in.seen.bytes, (unsigned long long)sent);
	CHECK(offload ? in.skbs < in.seen.packets / 4 : in.skbs == in.seen.packets, "%llu skbs for %llu segments",
	      (unsigned long long)in.skbs, (unsigned long long)in.seen.packets);
	settle(handle, &told);
	check_sum(handle, &told, offload ? "with offload" : "without offload");
	CHECK(told.opened == 1 && told.closed_fin + told.closed_rst == 1 && told.events < 200,
	      "%llu opened, %llu closed, %llu events", (unsigned long long)told.opened,
	      (unsigned long long)(told.closed_fin + told.closed_rst), (unsigned long long)told.events);
	observer_close(handle);
}

void test_wire(const struct net *net)
{
	test_transfer(net, true);
	test_transfer(net, false);
	set_offload(net, true);
}
