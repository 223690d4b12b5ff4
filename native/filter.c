// SPDX-License-Identifier: Apache-2.0
/*
 * clsact filters, for kernels without TCX. They stay when their process ends, so they are found again by their
 * priority, handle and program name.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "filter.h"
#include "namespace.h"
#include "qdisc.h"
#include "shim.h"

#define FILTER_NAME "observer_"

static const enum bpf_tc_attach_point points[DIRECTIONS] = {BPF_TC_INGRESS, BPF_TC_EGRESS};

/* Looking up a program by its id needs CAP_SYS_ADMIN. Without it, the filter's handle alone decides. */
static bool is_ours(uint32_t program_id)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(program_id);
	bool ours;

	if (fd < 0)
		return fd == -EPERM;
	ours = !bpf_obj_get_info_by_fd(fd, &info, &size) && !strncmp(info.name, FILTER_NAME, strlen(FILTER_NAME));
	close(fd);
	return ours;
}

/* Returns 1 if it removed a filter of ours, 0 if there was none, -EEXIST if another program's is in its place. */
static int remove_filter(uint32_t ifindex, enum bpf_tc_attach_point point)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = point);
	LIBBPF_OPTS(bpf_tc_opts, found, .handle = FILTER_HANDLE, .priority = FILTER_PRIORITY);
	LIBBPF_OPTS(bpf_tc_opts, unwanted, .handle = FILTER_HANDLE, .priority = FILTER_PRIORITY);
	int result = bpf_tc_query(&hook, &found);

	/* There is no qdisc, no filter with that priority or handle, or a filter of another kind has that priority. */
	if (result == -ENOENT || result == -EINVAL || result == -EOPNOTSUPP)
		return 0;
	if (result)
		return result;
	if (!is_ours(found.prog_id))
		return -EEXIST;
	result = bpf_tc_detach(&hook, &unwanted);
	return result ? result : 1;
}

int filters_remove(uint32_t ifindex)
{
	int removed = 0, failure = 0;

	for (int i = 0; i < DIRECTIONS; i++) {
		int result = remove_filter(ifindex, points[i]);

		if (result < 0)
			failure = result;
		else
			removed += result;
	}
	return failure ? failure : removed;
}

/*
 * The newest filter of a priority runs first. So a filter that a dead process left is removed before ours is added:
 * replacing it would keep its old place.
 */
int filters_add(uint32_t ifindex, const int programs[DIRECTIONS], bool *own_qdisc)
{
	int result = qdisc_add(ifindex, own_qdisc);

	if (result)
		return result;
	result = filters_remove(ifindex);
	for (int i = 0; i < DIRECTIONS && result >= 0; i++) {
		LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = points[i]);
		LIBBPF_OPTS(bpf_tc_opts, filter, .prog_fd = programs[i], .handle = FILTER_HANDLE,
			    .priority = FILTER_PRIORITY);

		result = bpf_tc_attach(&hook, &filter);
		if (result && i == EGRESS)
			remove_filter(ifindex, BPF_TC_INGRESS);
	}
	if (result < 0 && *own_qdisc)
		qdisc_remove_unused(ifindex);
	return result < 0 ? result : 0;
}

static int sweep(void *argument)
{
	uint32_t ifindex = *(uint32_t *)argument;
	struct if_nameindex *devices;
	int removed = 0;

	if (ifindex) {
		removed = filters_remove(ifindex);
		return removed == -EEXIST ? 0 : removed;
	}
	devices = if_nameindex();
	if (!devices)
		return -errno;
	for (struct if_nameindex *device = devices; device->if_index && removed >= 0; device++) {
		int result = filters_remove(device->if_index);

		/* -ENODEV: the device was removed in the meantime, together with its filters. */
		if (result < 0 && result != -ENODEV && result != -EEXIST)
			removed = result;
		else if (result > 0)
			removed += result;
	}
	if_freenameindex(devices);
	return removed;
}

int observer_sweep(int netns_fd, uint32_t ifindex)
{
	return in_namespace(netns_fd, sweep, &ifindex);
}
