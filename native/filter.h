// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_FILTER_H
#define OBSERVER_FILTER_H

#include <stdbool.h>
#include <stdint.h>

/* By these our filters are known, and by the names of their programs. */
#define FILTER_PRIORITY 1
#define FILTER_HANDLE 0x6f627376

enum direction { INGRESS, EGRESS, DIRECTIONS };

/* The functions work on one device in this thread's network namespace. */
/* `own_qdisc` becomes true if the device had no clsact qdisc. If it fails, such a qdisc is removed again. */
int filters_add(uint32_t ifindex, const int programs[DIRECTIONS], bool *own_qdisc);
/* Returns how many filters of ours it removed; -EEXIST if another program's filter has our priority and handle. */
int filters_remove(uint32_t ifindex);

#endif
