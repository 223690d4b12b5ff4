// SPDX-License-Identifier: Apache-2.0
/*
 * The C ABI of libobserver.so: loads the kernel programs, attaches them, and drains their perf rings. Written for a
 * caller by jnr-ffi: every buffer is a plain address, every result an int of 0 or more, or -errno.
 *
 * Threads: observer_poll is called by one thread at a time. Everything else may be called from any thread at the same
 * time. observer_close comes last, after observer_poll has returned. The structs are those of bpf/events.h.
 */
#ifndef OBSERVER_SHIM_H
#define OBSERVER_SHIM_H

#include <stdint.h>

#define OBSERVER_API __attribute__((visibility("default")))

/* observer_open, flags: attach by clsact filters even where the kernel has TCX. */
#define OBSERVER_OPEN_CLSACT 0x1

/* observer_attach, role: the host side of a workload's veth, or an uplink of the node. */
#define OBSERVER_ROLE_ENDPOINT 1
#define OBSERVER_ROLE_NETWORK 2
/* observer_attach, flags: packets on this device have no Ethernet header. */
#define OBSERVER_ATTACH_L3 0x1
/* Results of observer_attach. */
#define OBSERVER_ATTACHED_TCX 1
#define OBSERVER_ATTACHED_CLSACT 2

/* observer_map_update, map: struct address_key to struct address_value. */
#define OBSERVER_MAP_ADDRESSES 1

/*
 * Loads the programs and opens a ring of ring_pages (a power of two) pages for each online CPU; a CPU that comes online
 * later is not read, and its events count as failed. On failure `error` holds one line for people: what was refused,
 * and what would help.
 */
OBSERVER_API int observer_open(uint64_t *handle, uint32_t ring_pages, uint32_t flags, char *error, uint32_t error_size);

/*
 * Attaches both directions of a device, first in the chain. netns_fd is a file of its network namespace, or negative
 * for that of the calling thread, which never leaves its own. TCX links go when the handle (or the process) does.
 * A clsact filter has priority 1 and a handle and name of ours; one left by a dead process is replaced. Attaching
 * again replaces the first attachment. -EEXIST: a filter that is not ours has our priority and handle.
 */
OBSERVER_API int observer_attach(uint64_t handle, int netns_fd, uint32_t ifindex, uint32_t role, uint32_t flags);

/* -ENOENT if this handle has not attached to the device. A device that is gone is no error. */
OBSERVER_API int observer_detach(uint64_t handle, int netns_fd, uint32_t ifindex);

/*
 * Removes clsact filters of ours (priority, handle and program name) that a dead process left on one device, or with
 * ifindex 0 on all of the namespace; answers how many. It cannot tell a dead owner from a live one: do not call it
 * beside a daemon that is attached by clsact. Qdiscs stay: an empty clsact does nothing, and somebody may have begun
 * to count on it.
 */
OBSERVER_API int observer_sweep(int netns_fd, uint32_t ifindex);

/*
 * Waits up to timeout_ms, less if a ring is a quarter full, then writes what the rings hold to the buffer: records
 * headed by struct observer_frame, all CPUs merged by time, as many as fit whole. Answers the bytes written, 0 for
 * nothing. An event that was complete before another began never comes after it, within a poll and from poll to poll.
 * A sample's payload is as the kernel keeps it: up to 7 bytes of padding follow the packet. A record larger than the
 * whole buffer is skipped and counted (observer_statistics). Where a frame of lost records came in its ring the
 * payload is their number as u64; it comes only with the next success, so it cannot balance: observer_statistics does.
 */
OBSERVER_API int observer_poll(uint64_t handle, uint64_t buffer, uint32_t capacity, int timeout_ms);

/* key and value are addresses of the map's structs; value 0 deletes, and deleting what is not there is no error. */
OBSERVER_API int observer_map_update(uint64_t handle, uint32_t map, uint64_t key, uint64_t value);

/*
 * Writes an array of struct observer_statistic, one for each CPU and event type that was ever attempted, and answers
 * the number of entries. Once the emitters rest: sum(attempts) = samples read + sum(failed).
 */
OBSERVER_API int observer_statistics(uint64_t handle, uint64_t buffer, uint32_t capacity);

/*
 * Writes an array of struct observer_link, one for each device in the calling thread's network namespace, and answers
 * the number of entries; -ENOSPC if they do not fit. Needs no handle and no privilege.
 */
OBSERVER_API int observer_links(uint64_t buffer, uint32_t capacity);

/*
 * Watches the devices and default routes of the calling thread's network namespace. With a negative `watch` it begins
 * and answers a file descriptor, which the caller closes. With that it waits up to timeout_ms for a change, up to
 * 100 ms more for the end of a burst, and answers 0 if nothing changed, or 1 and the number of ifindexes (u32) that it
 * wrote to `gone`: devices that were removed, whose index may already be another's. -ENOBUFS: something changed, and
 * there was no room to tell what went; the watch goes on. Needs no handle and no privilege.
 */
OBSERVER_API int observer_watch(int watch, uint64_t gone, uint32_t capacity, int timeout_ms);

/* Runs a program (by its observation point, trace_notify.subtype) on a packet; answers ns per run, mean of repeat. */
OBSERVER_API int observer_test_run(uint64_t handle, uint32_t program, uint64_t packet, uint32_t packet_length,
				   uint32_t repeat);

/* One line for people: how it attaches, libbpf's version, the kernel's release, the number of rings. */
OBSERVER_API int observer_features(uint64_t handle, char *text, uint32_t size);

/* Detaches everything that this handle attached, and frees it. */
OBSERVER_API void observer_close(uint64_t handle);

#endif
