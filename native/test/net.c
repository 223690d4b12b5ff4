// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "net.h"

static void enter(int netns_fd)
{
	if (setns(netns_fd, CLONE_NEWNET))
		broken("setns");
}

void sh(int netns_fd, const char *format, ...)
{
	char command[512];
	va_list arguments;
	int status;
	pid_t child;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		enter(netns_fd);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		broken("%s", command);
}

static int new_namespace(void)
{
	int fd;

	if (unshare(CLONE_NEWNET))
		broken("unshare");
	fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		broken("open /proc/self/ns/net");
	return fd;
}

static uint32_t ifindex_in(int netns_fd, const char *name, int back)
{
	uint32_t ifindex;

	enter(netns_fd);
	ifindex = if_nametoindex(name);
	enter(back);
	if (!ifindex)
		broken("no device %s", name);
	return ifindex;
}

void net_open(struct net *net)
{
	net->root_fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	net->pod_fd = new_namespace();
	net->node_fd = new_namespace();
	sh(net->node_fd, "ip link add node0 type veth peer name eth0 netns /proc/%d/fd/%d", getpid(), net->pod_fd);
	sh(net->node_fd, "ip addr add 10.77.0.1/24 dev node0 && ip addr add fd77::1/64 dev node0 nodad"
			 " && ip link set node0 up && ip link set lo up");
	sh(net->pod_fd, "ip addr add 10.77.0.2/24 dev eth0 && ip addr add fd77::2/64 dev eth0 nodad"
			" && ip link set eth0 up && ip link set lo up");
	net->node_ifindex = ifindex_in(net->node_fd, "node0", net->node_fd);
	net->pod_ifindex = ifindex_in(net->pod_fd, "eth0", net->node_fd);
}

char *root_state(const struct net *net)
{
	char *text = calloc(1, 65536);
	FILE *output;

	enter(net->root_fd);
	output = popen("ip -br link; ip -br addr; ip route; ip -6 route", "r");
	enter(net->node_fd);
	if (!text || !output)
		broken("ip");
	if (!fread(text, 1, 65535, output))
		broken("ip says nothing");
	pclose(output);
	return text;
}

static socklen_t address_at(struct sockaddr_storage *storage, bool ipv6, enum where where, uint16_t port)
{
	memset(storage, 0, sizeof(*storage));
	if (ipv6) {
		struct sockaddr_in6 *address = (struct sockaddr_in6 *)storage;

		address->sin6_family = AF_INET6;
		address->sin6_port = htons(port);
		inet_pton(AF_INET6, where == NODE ? "fd77::1" : "fd77::2", &address->sin6_addr);
		return sizeof(*address);
	}
	struct sockaddr_in *address = (struct sockaddr_in *)storage;

	address->sin_family = AF_INET;
	address->sin_port = htons(port);
	inet_pton(AF_INET, where == NODE ? "10.77.0.1" : "10.77.0.2", &address->sin_addr);
	return sizeof(*address);
}

static int raw_socket_at(const struct net *net, enum where where, int family, int type, int protocol)
{
	struct timeval patience = {.tv_sec = 2};
	int fd;

	enter(where == NODE ? net->node_fd : net->pod_fd);
	fd = socket(family, type | SOCK_CLOEXEC, protocol);
	enter(net->node_fd);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)))
		broken("socket");
	return fd;
}

int socket_at(const struct net *net, enum where where, bool ipv6, int type, uint16_t port)
{
	int fd = raw_socket_at(net, where, ipv6 ? AF_INET6 : AF_INET, type, 0);
	struct linger reset = {.l_onoff = 1};
	struct sockaddr_storage address;
	int yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	/* Closing then sends one RST. FINs and their ACKs could come in different orders. */
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	if (port && bind(fd, (struct sockaddr *)&address, address_at(&address, ipv6, where, port)))
		broken("bind port %u", port);
	return fd;
}

void send_to(int fd, bool ipv6, enum where to, uint16_t port)
{
	struct sockaddr_storage address;

	if (sendto(fd, "hello", 5, 0, (struct sockaddr *)&address, address_at(&address, ipv6, to, port)) != 5)
		broken("sendto port %u", port);
}

void connect_to(int fd, bool ipv6, enum where to, uint16_t port, int expected_errno)
{
	struct sockaddr_storage address;
	int result = connect(fd, (struct sockaddr *)&address, address_at(&address, ipv6, to, port));

	if ((result ? errno : 0) != expected_errno)
		broken("connect to port %u", port);
}

static uint16_t checksum(const void *data, size_t length)
{
	const uint16_t *words = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < length / 2; i++)
		sum += words[i];
	sum = (sum >> 16) + (sum & 0xffff);
	return ~(sum + (sum >> 16));
}

void ping(const struct net *net, bool ipv6, uint16_t id)
{
	/* type, code, checksum, id, sequence */
	uint16_t request[4] = {htons(ipv6 ? ICMP6_ECHO_REQUEST << 8 : ICMP_ECHO << 8), 0, htons(id), htons(1)};
	int fd = raw_socket_at(net, POD, ipv6 ? AF_INET6 : AF_INET, SOCK_RAW, ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
	struct sockaddr_storage address;
	uint8_t reply[256];
	ssize_t length;

	request[1] = ipv6 ? 0 : checksum(request, sizeof(request));
	if (sendto(fd, request, sizeof(request), 0, (struct sockaddr *)&address, address_at(&address, ipv6, NODE, 0)) <
	    0)
		broken("sendto");
	do {
		length = recv(fd, reply, sizeof(reply), 0);
		if (length < 0)
			broken("no reply to ping");
	} while (reply[ipv6 ? 0 : 20] != (ipv6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY));
	close(fd);
}

int tun_open(const struct net *net, const char *name)
{
	struct ifreq request = {.ifr_flags = IFF_TUN};
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return -1;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (ioctl(fd, TUNSETIFF, &request))
		broken("TUNSETIFF");
	sh(net->node_fd, "ip link set %s up", name);
	return fd;
}

void tun_write_udp(int fd, uint16_t ethertype, uint16_t port)
{
	/* UDP from 10.78.0.2 to 10.78.0.1, without payload; there is no route for it. */
	struct {
		struct tun_pi information;
		uint8_t packet[28];
	} frame = {{.proto = htons(ethertype)},
		   {0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 78, 0, 2, 10, 78, 0, 1, 0, 0, 0, 9, 0, 8}};

	frame.packet[20] = port >> 8;
	frame.packet[21] = port & 0xff;
	memcpy(frame.packet + 10, &(uint16_t){checksum(frame.packet, 20)}, 2);
	if (write(fd, &frame, sizeof(frame)) != sizeof(frame))
		broken("write to tun");
}
