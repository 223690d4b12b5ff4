// SPDX-License-Identifier: Apache-2.0
/*
 * Where our programs stand in the chains of a device. TCX programs run before clsact filters. The first program that
 * decides about a packet (any result but TCX_NEXT or TC_ACT_UNSPEC) is the last one to see it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "attach.h"
#include "events.h"
#include "filter.h"
#include "namespace.h"
#include "observer.h"
#include "qdisc.h"
#include "shim.h"

/* The kernel allows this many programs in a TCX chain. */
#define TCX_PROGRAMS 64

static const uint32_t tcx_types[DIRECTIONS] = {ATTACH_TCX_INGRESS, ATTACH_TCX_EGRESS};

/* The chain of one direction, as far as it was read. */
struct chain {
	uint32_t own;	/* id of our program */
	bool has_own;	/* our program is in the chain */
	bool has_first; /* the chain has a program or filter */
	uint32_t first_priority;
	uint32_t first; /* its program's id; 0 if it is not an eBPF program */
	char first_name[sizeof(((struct observer_place *)0)->name)];
};

/*
 * BPF_PROG_QUERY for TCX; the union bpf_attr of Debian 12 lacks the last members, which the kernel writes. Returns how
 * many ids it wrote.
 */
static int query_tcx(uint32_t ifindex, uint32_t type, uint32_t ids[TCX_PROGRAMS])
{
	struct {
		uint32_t ifindex;
		uint32_t type;
		uint32_t query_flags;
		uint32_t attach_flags;
		uint64_t ids;
		uint32_t count;
		uint32_t padding;
		uint64_t program_flags;
		uint64_t link_ids;
		uint64_t link_flags;
		uint64_t revision;
	} attr = {.ifindex = ifindex, .type = type, .ids = (uintptr_t)ids, .count = TCX_PROGRAMS};

	if (syscall(SYS_bpf, BPF_PROG_QUERY, &attr, sizeof(attr)) && errno != ENOSPC)
		return -errno;
	return attr.count < TCX_PROGRAMS ? attr.count : TCX_PROGRAMS;
}

/* The name stays empty without CAP_SYS_ADMIN, which a look-up by id needs. */
static void read_name(struct chain *chain)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(chain->first);

	if (fd < 0)
		return;
	if (!bpf_obj_get_info_by_fd(fd, &info, &size))
		memcpy(chain->first_name, info.name, sizeof(chain->first_name) - 1);
	close(fd);
}

static int read_tcx(uint32_t ifindex, enum direction direction, struct chain *chain)
{
	uint32_t ids[TCX_PROGRAMS];
	int count = query_tcx(ifindex, tcx_types[direction], ids);

	for (int i = 0; i < count; i++)
		chain->has_own |= ids[i] == chain->own;
	if (count > 0) {
		chain->has_first = true;
		chain->first = ids[0];
	}
	return count < 0 ? count : 0;
}

static uint32_t read_u32(const struct rtattr *attribute)
{
	uint32_t value = 0;

	if (RTA_PAYLOAD(attribute) >= sizeof(value))
		memcpy(&value, RTA_DATA(attribute), sizeof(value));
	return value;
}

static uint32_t read_program(const struct rtattr *options)
{
	int length = RTA_PAYLOAD(options);

	for (const struct rtattr *attr = RTA_DATA(options); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		if ((attr->rta_type & NLA_TYPE_MASK) == TCA_BPF_ID)
			return read_u32(attr);
	}
	return 0;
}

/* The kernel lists filters by priority, and those of one priority in the order in which they run. */
static int add_filter(void *argument, const struct nlmsghdr *message)
{
	const struct tcmsg *filter = NLMSG_DATA(message);
	int length = (int)message->nlmsg_len - (int)NLMSG_LENGTH(sizeof(*filter));
	const struct rtattr *options = NULL;
	struct chain *chain = argument;
	uint32_t program, priority;
	bool bpf = false;

	/* A message without a handle is about all filters of a priority. */
	if (message->nlmsg_type != RTM_NEWTFILTER || length < 0 || !filter->tcm_handle)
		return 0;
	for (const struct rtattr *attr = TCA_RTA(filter); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		int type = attr->rta_type & NLA_TYPE_MASK;

		if (type == TCA_KIND)
			bpf = RTA_PAYLOAD(attr) >= 4 && !strncmp(RTA_DATA(attr), "bpf", 4);
		else if (type == TCA_OPTIONS)
			options = attr;
		else if (type == TCA_CHAIN && read_u32(attr))
			return 0; /* Only chain 0 runs by itself. */
	}
	program = bpf && options ? read_program(options) : 0;
	priority = TC_H_MAJ(filter->tcm_info) >> 16;
	if (priority == FILTER_PRIORITY && filter->tcm_handle == FILTER_HANDLE && program == chain->own)
		chain->has_own = true;
	if (!chain->has_first || priority < chain->first_priority) {
		chain->has_first = true;
		chain->first_priority = priority;
		chain->first = program;
	}
	return 0;
}

/* Reads a chain that has our program as a clsact filter. */
static int read_clsact(uint32_t ifindex, enum direction direction, struct chain *chain)
{
	struct chain filters = {.own = chain->own};
	int result = read_tcx(ifindex, direction, chain);

	/* -EINVAL: this kernel has no TCX. */
	if (result && result != -EINVAL)
		return result;
	result = qdisc_filters(ifindex, direction, add_filter, &filters);
	if (!chain->has_first)
		*chain = filters;
	chain->has_own = filters.has_own;
	return result;
}

struct search {
	uint32_t ifindex;
	bool tcx;
	uint32_t ids[DIRECTIONS];
	struct observer_place *places;
};

static int read_places(void *argument)
{
	struct search *search = argument;

	for (int i = 0; i < DIRECTIONS; i++) {
		struct chain chain = {.own = search->ids[i]};
		int result =
		    search->tcx ? read_tcx(search->ifindex, i, &chain) : read_clsact(search->ifindex, i, &chain);

		if (result)
			return result;
		search->places[i] = (struct observer_place){0};
		if (chain.has_own && chain.first == chain.own)
			continue;
		if (chain.first)
			read_name(&chain);
		search->places[i].state = chain.has_own ? OBSERVER_PLACE_BEHIND : OBSERVER_PLACE_GONE;
		search->places[i].program = chain.first;
		memcpy(search->places[i].name, chain.first_name, sizeof(chain.first_name));
	}
	return 0;
}

int observer_places(uint64_t handle, int netns_fd, uint32_t ifindex, uint64_t places)
{
	struct observer *observer = observer_of(handle);
	struct search search = {.ifindex = ifindex, .places = address_of(places)};
	int result;

	if (!observer || !places)
		return -EINVAL;
	search.tcx = observer->tcx;
	result = attached_programs(observer, netns_fd, ifindex, search.ids);
	return result ? result : in_namespace(netns_fd, read_places, &search);
}
