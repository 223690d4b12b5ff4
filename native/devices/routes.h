// SPDX-License-Identifier: Apache-2.0
/* What messages of rtnetlink say about where routes lead. */
#ifndef OBSERVER_ROUTES_H
#define OBSERVER_ROUTES_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/netlink.h>

/* One way that packets of a route can take. */
struct hop {
	uint32_t ifindex; /* 0 if a nexthop object says it */
	uint32_t nexthop; /* id of the nexthop object, a single one or a group; 0 if there is none */
	bool gateway;	  /* the packets go to a router behind the device */
};

/* Returns 0 to go on; another result ends the visit and is its result. */
typedef int (*hop_visitor)(void *argument, const struct hop *hop);

/*
 * Whether a route, of RTM_NEWROUTE or RTM_DELROUTE, leads out of the node whatever its device is: a default route, or
 * one that is as wide as half the addresses of the Internet. Pairs of these replace the default route where that must
 * stay (0.0.0.0/1 and 128.0.0.0/1, as VPN clients set them).
 */
bool route_is_wide(const struct nlmsghdr *message);
/* Visits the hops of a route. Routes that deliver locally, or drop, have none. */
int route_hops(const struct nlmsghdr *message, hop_visitor visit, void *argument);
/* Visits the hop of a nexthop object (RTM_NEWNEXTHOP), or a hop for each member of a group. */
int nexthop_hops(const struct nlmsghdr *message, hop_visitor visit, void *argument);

#endif
