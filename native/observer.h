// SPDX-License-Identifier: Apache-2.0
/* The object behind a handle, for the files that implement shim.h. */
#ifndef OBSERVER_INTERNAL_H
#define OBSERVER_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <bpf/libbpf.h>

/* See endpoint_of in bpf/observer.bpf.c. */
#ifndef __x86_64__
#error "the eBPF programs rely on x86-64, which never reorders two loads"
#endif

#define GONE_WORDS 16

struct attachment;
struct ring;
struct sweeper;

struct observer {
	struct bpf_object *object;
	int events_fd;
	int outputs_fd;
	int addresses_fd;
	int tallies_fd;
	uint64_t *address_generation; /* in the programs' memory; any thread may add 1 */
	bool tcx;
	bool coarse_clock;

	struct ring *rings;
	uint32_t ring_count;
	uint64_t ring_bytes;
	int epoll_fd;
	int64_t clock_offset; /* of this process's CLOCK_MONOTONIC to the kernel's, in ns */
	bool full;	      /* the last poll ended because its buffer was full */
	uint64_t skipped;     /* written by the polling thread, read by any */

	struct sweeper *sweeper;

	pthread_mutex_t lock; /* guards what follows */
	struct attachment *attachments;
	uint64_t gone[GONE_WORDS]; /* devices that are gone, by the lower bits of their index (owners.h) */
	bool any_gone;
};

static inline struct observer *observer_of(uint64_t handle)
{
	return (struct observer *)(uintptr_t)handle;
}

static inline void *address_of(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

#endif
