// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_FILTER_H
#define OBSERVER_FILTER_H

#include <stdint.h>

enum direction { INGRESS, EGRESS, DIRECTIONS };

/* Both work on one device in this thread's namespace. */
int filters_add(uint32_t ifindex, const int programs[DIRECTIONS]);
/* Answers how many were ours and are removed; -EEXIST if somebody else's has our priority and handle. */
int filters_remove(uint32_t ifindex);

#endif
