// SPDX-License-Identifier: Apache-2.0
/* Two network namespaces joined by a veth pair, and traffic between them. */
#ifndef OBSERVER_TEST_NET_H
#define OBSERVER_TEST_NET_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The test's own process is the node: its namespace and the pod's have no name, so they end with the process however
 * that ends. node0 (10.77.0.1, fd77::1) is the host side of the pod's eth0 (10.77.0.2, fd77::2).
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
/* The root namespace's links, addresses and routes as text, to be freed. */
char *root_state(const struct net *net);

/* A socket of that namespace, bound to the port if there is one, with a time-out for everything that waits. */
int socket_at(const struct net *net, enum where where, bool ipv6, int type, uint16_t port);
/* From one socket to a port of the other side's address. */
void send_to(int fd, bool ipv6, enum where to, uint16_t port);
void connect_to(int fd, bool ipv6, enum where to, uint16_t port, int expected_errno);
/* One echo request from the pod, and its reply. */
void ping(const struct net *net, bool ipv6, uint16_t id);
/* Sends a UDP packet into a new L3 device of the node and answers its file; the device goes when that closes. */
int tun_open(const struct net *net, const char *name);
void tun_write_udp(int fd, uint16_t port);

#endif
