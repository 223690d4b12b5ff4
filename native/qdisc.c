// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "qdisc.h"

static const uint32_t parents[DIRECTIONS] = {TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS),
					     TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_EGRESS)};

int qdisc_add(uint32_t ifindex, bool *added)
{
	LIBBPF_OPTS(bpf_tc_hook, qdisc, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);
	int result = bpf_tc_hook_create(&qdisc);

	if (!result)
		*added = true;
	return result == -EEXIST ? 0 : result;
}

int qdisc_filters(uint32_t ifindex, enum direction direction, netlink_visitor visit, void *argument)
{
	struct {
		struct nlmsghdr header;
		struct tcmsg filter;
	} request = {.header = {.nlmsg_type = RTM_GETTFILTER, .nlmsg_len = NLMSG_LENGTH(sizeof(request.filter))},
		     .filter = {.tcm_ifindex = ifindex, .tcm_parent = parents[direction]}};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int result;

	if (fd < 0)
		return -errno;
	result = netlink_dump(fd, &request.header, visit, argument);
	close(fd);
	return result;
}

static int find_filter(void *argument, const struct nlmsghdr *message)
{
	(void)argument;
	return message->nlmsg_type == RTM_NEWTFILTER;
}

/*
 * The kernel has no request that removes a qdisc only while it is empty: a filter that another program adds between
 * these calls is lost. What cannot be read stays.
 */
void qdisc_remove_unused(uint32_t ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, qdisc, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);

	for (int i = 0; i < DIRECTIONS; i++) {
		if (qdisc_filters(ifindex, i, find_filter, NULL))
			return;
	}
	bpf_tc_hook_destroy(&qdisc);
}
