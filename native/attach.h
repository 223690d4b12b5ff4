// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_ATTACH_H
#define OBSERVER_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include <bpf/libbpf.h>

#include "filter.h"

/* Not in the kernel headers of Debian 12. */
#define ATTACH_TCX_INGRESS 46
#define ATTACH_TCX_EGRESS 47

struct observer;

struct bpf_program *program_at(struct observer *observer, uint32_t point, bool l3);
bool tcx_supported(struct observer *observer);
/* Copies the ids of the programs that are attached to a device. Returns 0, or -ENOENT if there are none. */
int attached_programs(struct observer *observer, int netns_fd, uint32_t ifindex, uint32_t ids[DIRECTIONS]);
void detach_all(struct observer *observer);

#endif
