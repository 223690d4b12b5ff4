// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_ATTACH_H
#define OBSERVER_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include <bpf/libbpf.h>

struct observer;

struct bpf_program *program_at(struct observer *observer, uint32_t point, bool l3);
bool tcx_supported(struct observer *observer);
void detach_all(struct observer *observer);

#endif
