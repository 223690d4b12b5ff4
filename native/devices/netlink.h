// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_NETLINK_H
#define OBSERVER_NETLINK_H

#include <linux/netlink.h>

typedef int (*netlink_visitor)(void *argument, const struct nlmsghdr *message);

/*
 * Sends a request for a dump to a socket of rtnetlink, and calls `visit` with each message of the reply. The header
 * needs a type and a length. Returns 0, -errno, or the first result of `visit` that is not 0; then the socket still has
 * the rest of the reply. `visit` must not send another request.
 */
int netlink_dump(int fd, struct nlmsghdr *request, netlink_visitor visit, void *argument);
/* The same for a request about one object; -ENOENT or -ENODEV if it does not exist. */
int netlink_get(int fd, struct nlmsghdr *request, netlink_visitor visit, void *argument);

#endif
