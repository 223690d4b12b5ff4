// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_LINKS_H
#define OBSERVER_LINKS_H

#include <stdbool.h>

#include <linux/netlink.h>

/* Whether a message of RTM_NEWLINK is about one end of a veth pair. */
bool link_is_veth(const struct nlmsghdr *message);

#endif
