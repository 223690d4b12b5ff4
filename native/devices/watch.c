// SPDX-License-Identifier: Apache-2.0
/* Reports changes of a namespace's devices, of the routes and nexthop objects that make a device an uplink, and of
 * addresses. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "links.h"
#include "netlink.h"
#include "routes.h"
#include "shim.h"

#define MESSAGES_BYTES 32768
/* A burst of changes is reported once: after QUIET_MS without a change, or BURST_MS after the first one. */
#define QUIET_MS 10
#define BURST_MS 100
/* Size of the socket's receive buffer: room for the messages of several thousand changes. */
#define RECEIVE_BYTES (4 << 20)

struct changes {
	uint32_t *gone;
	uint32_t capacity;
	uint32_t count;
	bool any;
	bool addresses;
	bool overflow;
	uint32_t asked; /* the device whose kind was asked for last */
	bool asked_is_veth;
};

static int open_watch(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK,
				      .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE |
						   RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR |
						   1U << (RTNLGRP_NEXTHOP - 1)};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
	int bytes = RECEIVE_BYTES;

	if (fd < 0)
		return -errno;
	/* Only with CAP_NET_ADMIN may the size exceed the system's limit. A smaller buffer works too, but overflows
	 * sooner. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		int error = -errno;

		close(fd);
		return error;
	}
	return fd;
}

static void note_gone(struct changes *changes, uint32_t ifindex)
{
	if (changes->count == changes->capacity)
		changes->overflow = true;
	else
		changes->gone[changes->count++] = ifindex;
}

static int read_kind(void *argument, const struct nlmsghdr *message)
{
	bool *is_veth = argument;

	*is_veth = link_is_veth(message);
	return 0;
}

static bool is_veth(uint32_t ifindex)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
	} request = {.header = {.nlmsg_type = RTM_GETLINK, .nlmsg_len = sizeof(request)},
		     .link = {.ifi_index = ifindex}};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	bool result = false;

	if (fd < 0)
		return false;
	netlink_get(fd, &request.header, read_kind, &result);
	close(fd);
	return result;
}

/*
 * A router may change thousands of routes a second, through the same few devices. They matter only if the device is a
 * veth.
 */
static int note_hop(void *argument, const struct hop *hop)
{
	struct changes *changes = argument;

	if (!hop->gateway || !hop->ifindex)
		return 0;
	if (changes->asked != hop->ifindex) {
		changes->asked = hop->ifindex;
		changes->asked_is_veth = is_veth(hop->ifindex);
	}
	changes->any |= changes->asked_is_veth;
	return changes->any;
}

static void note(struct changes *changes, const struct nlmsghdr *message)
{
	const struct ifinfomsg *link = NLMSG_DATA(message);

	switch (message->nlmsg_type) {
	case RTM_NEWLINK:
	case RTM_DELLINK:
		/* The kernel also sends RTM_DELLINK when a device leaves a bridge, but then the family is AF_BRIDGE. */
		if (message->nlmsg_len < NLMSG_LENGTH(sizeof(*link)) || link->ifi_family != AF_UNSPEC)
			return;
		changes->any = true;
		if (message->nlmsg_type == RTM_DELLINK)
			note_gone(changes, link->ifi_index);
		return;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		if (!changes->any)
			changes->any = route_is_wide(message) || route_hops(message, note_hop, changes);
		return;
	case RTM_NEWNEXTHOP:
	case RTM_DELNEXTHOP:
		/* The routes that use it are not reported again if net.ipv4.nexthop_compat_mode is 0. */
		changes->any = true;
		return;
	case RTM_NEWADDR:
	case RTM_DELADDR:
		/* Also each router advertisement that lengthens the life of an address. */
		changes->addresses = true;
		return;
	}
}

static bool has_changed(const struct changes *changes)
{
	return changes->any || changes->addresses || changes->overflow;
}

/* Reads all messages that have arrived; returns 0 or -errno. */
static int drain(int fd, struct changes *changes)
{
	static __thread char messages[MESSAGES_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));

	for (;;) {
		ssize_t got = recv(fd, messages, sizeof(messages), 0);

		if (got < 0 && errno == ENOBUFS) {
			changes->overflow = true;
			continue;
		}
		if (got < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -errno;
		unsigned int rest = got;
		for (struct nlmsghdr *message = (void *)messages; NLMSG_OK(message, rest);
		     message = NLMSG_NEXT(message, rest))
			note(changes, message);
	}
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

int observer_watch(int watch, uint64_t gone, uint32_t capacity, int timeout_ms)
{
	struct changes changes = {.gone = (uint32_t *)gone, .capacity = gone ? capacity / sizeof(uint32_t) : 0};
	int64_t deadline = now_ms() + (timeout_ms > 0 ? timeout_ms : 0);

	if (watch < 0)
		return open_watch();
	for (;;) {
		struct pollfd ready = {.fd = watch, .events = POLLIN};
		bool changed = has_changed(&changes);
		int64_t left = deadline - now_ms();
		int result;

		if (left < 0)
			left = 0;
		result = poll(&ready, 1, changed && left > QUIET_MS ? QUIET_MS : (int)left);
		if (result < 0 && errno != EINTR)
			return -errno;
		if (result == 0)
			break;
		result = drain(watch, &changes);
		if (result)
			return result;
		if (!changed && has_changed(&changes))
			deadline = now_ms() + BURST_MS;
	}
	if (changes.overflow)
		return -ENOBUFS;
	return (changes.any ? 1 + (int)changes.count : 0) | (changes.addresses ? OBSERVER_WATCH_ADDRESSES : 0);
}
