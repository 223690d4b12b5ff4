// SPDX-License-Identifier: Apache-2.0
/* Two network namespaces joined by a veth pair, and traffic between them. */
#ifndef OBSERVER_TEST_NET_H
#define OBSERVER_TEST_NET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The test's process itself runs in the node's namespace. Both namespaces have no name, so the kernel removes them when
 * the process ends, even if it is killed. node0 (10.77.0.1, fd77::1) is the host side of the pod's eth0 (10.77.0.2,
 * fd77::2).
 */
struct net {
	int root_fd;
	int node_fd;
	int pod_fd;
	uint32_t node_ifindex;
	uint32_t pod_ifindex;
};

enum where { NODE, POD };

/* Runs a shell command in a namespace. */
__attribute__((format(printf, 2, 3))) void sh(int netns_fd, const char *format, ...);

void net_open(struct net *net);
/* Returns the links, addresses and routes of the root namespace as text, which the caller frees. */
char *root_state(const struct net *net);

/* Opens a socket in that namespace, bound to the port unless it is 0. Sending and receiving have a time-out. */
int socket_at(const struct net *net, enum where where, bool ipv6, int type, uint16_t port);
/* Both use the address of the side that `to` names. */
void send_to(int fd, bool ipv6, enum where to, uint16_t port);
void connect_to(int fd, bool ipv6, enum where to, uint16_t port, int expected_errno);
/* Sends one echo request from the pod and waits for the reply. */
void ping(const struct net *net, bool ipv6, uint16_t id);
/* Makes an L3 device in the node's namespace and returns its file, -1 if that is impossible. Closing it removes the
 * device. */
int tun_open(const struct net *net, const char *name);
/* Sends a UDP packet into the device, as if it came from outside. The frame says that it is of this Ethernet type. */
void tun_write_udp(int fd, uint16_t ethertype, uint16_t port);

#endif
