// SPDX-License-Identifier: Apache-2.0
/* The clsact qdisc of a device, which holds its filters. The functions work in this thread's network namespace. */
#ifndef OBSERVER_QDISC_H
#define OBSERVER_QDISC_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"
#include "netlink.h"

/* Returns 0 or -errno. `added` becomes true if there was none; it is not changed otherwise. */
int qdisc_add(uint32_t ifindex, bool *added);
/* Removes the qdisc, but not if a filter of anybody is in it. */
void qdisc_remove_unused(uint32_t ifindex);
/* Visits the messages about the filters of one direction; none if there is no qdisc. Returns as netlink_dump does. */
int qdisc_filters(uint32_t ifindex, enum direction direction, netlink_visitor visit, void *argument);

#endif
