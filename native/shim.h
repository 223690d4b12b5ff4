// SPDX-License-Identifier: Apache-2.0
/*
 * The C ABI of libobserver.so, which loads the kernel programs, attaches them, and reads their perf rings. The caller
 * uses jnr-ffi, so every buffer is a plain address. Every int that a function returns is 0 or more, or -errno. The
 * structs are defined in bpf/events.h.
 *
 * Threads: only one thread at a time may call observer_poll. All other functions may be called from any thread, also
 * while observer_poll runs. observer_close must be the last call, after observer_poll has returned.
 */
#ifndef OBSERVER_SHIM_H
#define OBSERVER_SHIM_H

#include <stdint.h>

#define OBSERVER_API __attribute__((visibility("default")))

struct observer_options;

/* observer_options.flags: use clsact filters even if the kernel has TCX. */
#define OBSERVER_OPEN_CLSACT 0x1
/* observer_options.flags: report ARP and IPv6 neighbour discovery too. */
#define OBSERVER_OPEN_ARP 0x2

/* observer_attach, role: the device is the host side of a workload's veth, or an uplink of the node. */
#define OBSERVER_ROLE_ENDPOINT 1
#define OBSERVER_ROLE_NETWORK 2
/* observer_attach, flags: packets on this device have no Ethernet header. */
#define OBSERVER_ATTACH_L3 0x1
/* Result of observer_watch: a bit beside the number of devices. */
#define OBSERVER_WATCH_ADDRESSES 0x40000000
/* Results of observer_attach. */
#define OBSERVER_ATTACHED_TCX 1
#define OBSERVER_ATTACHED_CLSACT 2

/* observer_map_update, map: from struct address_key to struct address_value. */
#define OBSERVER_MAP_ADDRESSES 1

/*
 * Loads the programs and opens a ring of options->ring_pages (a power of two) pages for each online CPU. If a CPU comes
 * online later, its events are not read and count as failed. On failure `error` holds one line for people, which says
 * what was refused and what would help.
 */
OBSERVER_API int observer_open(uint64_t *handle, const struct observer_options *options, char *error,
			       uint32_t error_size);

/*
 * Attaches programs for both directions of a device, as the first in the chain. netns_fd is a file of the device's
 * network namespace; if it is negative, the calling thread's namespace is used. The calling thread never changes its
 * namespace. The kernel removes TCX links when the handle is closed or the process ends. A clsact filter has priority 1
 * and our own handle and name; it replaces one that a dead process left. A clsact qdisc that had to be added is removed
 * with our filters, unless it has filters of others then. If the device is attached already, the new attachment
 * replaces the old one. -EEXIST: a filter of another program has our priority and handle.
 */
OBSERVER_API int observer_attach(uint64_t handle, int netns_fd, uint32_t ifindex, uint32_t role, uint32_t flags);

/* -ENOENT: this handle has not attached to the device. A device that no longer exists is no error. */
OBSERVER_API int observer_detach(uint64_t handle, int netns_fd, uint32_t ifindex);

/*
 * Removes the clsact filters that a dead process of ours left on one device, or with ifindex 0 on all devices of the
 * namespace. It knows them by priority, handle and program name, and returns how many it removed. It cannot tell
 * whether the owner of a filter is dead: do not call it while another daemon is attached by clsact. It does not remove
 * qdiscs: an empty clsact does nothing, and another program may use it by now.
 */
OBSERVER_API int observer_sweep(int netns_fd, uint32_t ifindex);

/*
 * Writes two struct observer_place: where our programs stand at ingress and at egress of a device. Another program can
 * be attached in front of ours at any time; if it decides about a packet, our program does not see the packet. -ENOENT:
 * this handle has not attached to the device. By clsact, a device that no longer exists looks as if our programs were
 * gone.
 */
OBSERVER_API int observer_places(uint64_t handle, int netns_fd, uint32_t ifindex, uint64_t places);

/*
 * Waits up to timeout_ms, or until a ring is a quarter full. Then it writes the records of all rings to the buffer,
 * sorted by time, as many as fit completely. Each begins with a struct observer_frame. Returns the number of bytes
 * written, 0 if there was no record. If an event was complete before another one began, it also comes first in the
 * buffer, or in an earlier poll. The payload of a sample is a struct trace_notify, a struct connection_counts and the
 * packet's headers. A record that is larger than the whole buffer, or of an unknown type or version, is skipped and
 * counted (observer_statistics).
 *
 * The payload of OBSERVER_FRAME_LOST is the number of lost records as u64. The kernel writes it only before the next
 * record that it can write, so the sum of these numbers may be too small: observer_statistics has the exact one.
 */
OBSERVER_API int observer_poll(uint64_t handle, uint64_t buffer, uint32_t capacity, int timeout_ms);

/*
 * key and value are addresses of the map's structs. If value is 0, the key is deleted; it is no error if the map does
 * not have it.
 */
OBSERVER_API int observer_map_update(uint64_t handle, uint32_t map, uint64_t key, uint64_t value);

/*
 * Writes an array of struct observer_statistic, one for each CPU and event type that a program tried to write, and
 * returns the number of entries. When no program runs and the rings are empty: sum(attempts) = samples read +
 * sum(failed).
 */
OBSERVER_API int observer_statistics(uint64_t handle, uint64_t buffer, uint32_t capacity);

/*
 * Has the programs tell what quiet connections owe, by events like any other, and removes connections that are over.
 * What the points of detached devices counted for the node is counted by others from then on. Call it once a second: it
 * looks at half-open connections and at dead ones each time, at all of them once in an interval. Another thread may
 * call it, while one sweeps it waits.
 */
OBSERVER_API int observer_sweep_connections(uint64_t handle);

/*
 * Writes OBSERVER_POINTS struct observer_point and returns their number. When no program runs, for each point: seen =
 * told + owed + limited + failed + hidden + filtered, with what observer_owed says. `owed` and `missing` are those of
 * the last sweep that looked at all tables.
 */
OBSERVER_API int observer_points(uint64_t handle, uint64_t buffer);
/* Writes OBSERVER_POINTS struct amount: what the entries of the tables owe. It looks at all entries, one by one. */
OBSERVER_API int observer_owed(uint64_t handle, uint64_t amounts);
/* Writes OBSERVER_TABLES struct observer_table and returns their number. */
OBSERVER_API int observer_tables(uint64_t handle, uint64_t buffer);
/*
 * Whether the kernel can wait until all programs that run have ended (membarrier). It refuses if it has nohz_full CPUs;
 * then nobody looks whether packets are missing. It needs no handle.
 */
OBSERVER_API int observer_can_wait(void);

/*
 * Writes an array of struct observer_link, one for each device in the calling thread's network namespace, and returns
 * the number of entries; -ENOSPC if they do not fit. It needs no handle and no privilege. A device is an uplink if a
 * unicast route of any table uses it, directly, as one of several hops or by a nexthop object, and the route is a
 * default route or as wide as half the Internet (routes.h). A veth is also one if a route uses it with a gateway, or if
 * another device of the namespace sits on it, such as a VLAN or a tunnel: then it leads to other nodes, not to a
 * workload.
 */
OBSERVER_API int observer_links(uint64_t buffer, uint32_t capacity);

/*
 * Writes an array of struct observer_address, one for each address of a device of the calling thread's network
 * namespace, and returns the number of entries; -ENOSPC if they do not fit. IPv6 addresses that another host was found
 * to have are left out. It needs no handle and no privilege.
 */
OBSERVER_API int observer_addresses(uint64_t buffer, uint32_t capacity);

/*
 * Watches the devices of the calling thread's network namespace, and what makes a device an uplink: default routes and
 * those like them, routes through a gateway behind a veth, and nexthop objects; and all addresses. If `watch` is
 * negative, it returns a new file descriptor, which the caller must close. If `watch` is such a descriptor, it waits up
 * to timeout_ms for a change, and then up to 100 ms longer until no more changes follow. It returns 0 if nothing
 * changed. Otherwise it writes the ifindexes (u32) of removed devices to `gone` and returns their number + 1; if
 * addresses were added, changed or removed, with OBSERVER_WATCH_ADDRESSES added to it, or that alone if nothing else
 * changed. Another device may already have such an index. -ENOBUFS: something changed, but not all removed devices are
 * known; the descriptor can still be used. It needs no handle and no privilege.
 */
OBSERVER_API int observer_watch(int watch, uint64_t gone, uint32_t capacity, int timeout_ms);

/*
 * Runs the program of an observation point (trace_notify.subtype) on a packet, `repeat` times. Returns the mean time of
 * a run in ns.
 */
OBSERVER_API int observer_test_run(uint64_t handle, uint32_t program, uint64_t packet, uint32_t packet_length,
				   uint32_t repeat);

/* Writes one line for people: how it attaches, libbpf's version, the kernel's release, the number of rings. */
OBSERVER_API int observer_features(uint64_t handle, char *text, uint32_t size);

/* Detaches everything that this handle attached, and frees the handle. */
OBSERVER_API void observer_close(uint64_t handle);

#endif
