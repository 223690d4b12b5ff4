// SPDX-License-Identifier: Apache-2.0
/* What the shim's own files share. */
#ifndef OBSERVER_INTERNAL_H
#define OBSERVER_INTERNAL_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <bpf/libbpf.h>
#include <linux/perf_event.h>

#include "events.h"
#include "message.h"
#include "shim.h"

/* One CPU's ring. Only the polling thread uses it between open and close. */
struct ring {
	struct perf_event_mmap_page *page;
	const uint8_t *data;
	uint64_t mask;	    /* size in bytes - 1 */
	uint64_t head;	    /* data_head at the start of this poll */
	uint64_t tail;	    /* next record */
	uint64_t published; /* data_tail as the kernel knows it */
	uint64_t time;	    /* of the record at tail, NO_RECORD if there is none for this poll */
	uint64_t latest;    /* time of the last record that had one */
	int fd;
	uint16_t cpu;
};

enum direction { INGRESS, EGRESS, DIRECTIONS };

struct attachment;

struct observer {
	struct bpf_object *object;
	int events_fd;
	int outputs_fd;
	int addresses_fd;
	uint64_t *address_generation; /* in the programs' memory; any thread raises it */
	bool tcx;

	struct ring *rings;
	uint32_t ring_count;
	uint64_t ring_bytes;
	int epoll_fd;
	bool full;	  /* the last poll ended for want of room */
	uint64_t skipped; /* written by the polling thread, read by any */

	pthread_mutex_t lock; /* guards attachments */
	struct attachment *attachments;
};

/* rings.c */
int rings_open(struct observer *observer, uint32_t pages, struct message *error);
void rings_close(struct observer *observer);

/* attach.c */
struct bpf_program *program_at(struct observer *observer, uint32_t point, bool l3);
bool tcx_supported(struct observer *observer);
void detach_all(struct observer *observer);

/* namespace.c */
/* Runs an action in a network namespace, or with a negative file in the caller's. */
int in_namespace(int netns_fd, int (*run)(void *argument), void *argument);
/* A file of the namespace (negative: the caller's) that is the caller's to close, or -errno. */
int namespace_file(int netns_fd);

/* filter.c: of one device in this thread's namespace */
int filters_add(uint32_t ifindex, const int programs[DIRECTIONS]);
/* Answers how many were ours and are removed; -EEXIST if somebody else's has our priority and handle. */
int filters_remove(uint32_t ifindex);

/* capabilities.c: appends to the message which capabilities are missing, or what else may refuse. */
void explain_refusal(struct message *message);

static inline struct observer *observer_of(uint64_t handle)
{
	return (struct observer *)(uintptr_t)handle;
}

static inline void *address_of(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

#endif
