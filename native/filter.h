// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_FILTER_H
#define OBSERVER_FILTER_H

#include <stdint.h>

/* By these our filters are known, and by the names of their programs. */
#define FILTER_PRIORITY 1
#define FILTER_HANDLE 0x6f627376

enum direction { INGRESS, EGRESS, DIRECTIONS };

/* The functions work on one device in this thread's network namespace. */
int filters_add(uint32_t ifindex, const int programs[DIRECTIONS]);
/* Returns how many filters of ours it removed; -EEXIST if another program's filter has our priority and handle. */
int filters_remove(uint32_t ifindex);

#endif
