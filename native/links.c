// SPDX-License-Identifier: Apache-2.0
/* Lists the network devices of the calling thread's namespace by rtnetlink, with the flags of events.h for each. */
#include <errno.h>
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <linux/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events.h"
#include "netlink.h"
#include "shim.h"

struct list {
	struct observer_link *links;
	uint32_t capacity;
	uint32_t count;
};

static int is_veth(const struct rtattr *linkinfo)
{
	int length = RTA_PAYLOAD(linkinfo);

	for (const struct rtattr *attr = RTA_DATA(linkinfo); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		if (attr->rta_type == IFLA_INFO_KIND && RTA_PAYLOAD(attr) >= 4)
			return !strncmp(RTA_DATA(attr), "veth", RTA_PAYLOAD(attr));
	}
	return 0;
}

static int add_link(void *argument, const struct nlmsghdr *message)
{
	struct list *list = argument;
	const struct ifinfomsg *info = NLMSG_DATA(message);
	struct observer_link link = {.ifindex = info->ifi_index};
	int length = IFLA_PAYLOAD(message);

	if (list->count == list->capacity)
		return -ENOSPC;
	if (info->ifi_type != ARPHRD_ETHER && info->ifi_type != ARPHRD_LOOPBACK)
		link.flags |= OBSERVER_LINK_L3;
	if (info->ifi_flags & IFF_UP)
		link.flags |= OBSERVER_LINK_UP;
	if (info->ifi_flags & IFF_LOOPBACK)
		link.flags |= OBSERVER_LINK_LOOPBACK;
	for (const struct rtattr *attr = IFLA_RTA(info); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		/* Newer kernels set NLA_F_NESTED in the type of a nested attribute, older kernels do not. */
		int type = attr->rta_type & NLA_TYPE_MASK;

		if (type == IFLA_IFNAME)
			strncpy(link.name, RTA_DATA(attr), sizeof(link.name) - 1);
		else if (type == IFLA_LINKINFO && is_veth(attr))
			link.flags |= OBSERVER_LINK_VETH;
	}
	list->links[list->count++] = link;
	return 0;
}

static void mark_uplink(struct list *list, uint32_t ifindex)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->links[i].ifindex == ifindex)
			list->links[i].flags |= OBSERVER_LINK_UPLINK;
	}
}

static void mark_nexthops(struct list *list, const struct rtattr *multipath)
{
	int length = RTA_PAYLOAD(multipath);

	for (const struct rtnexthop *hop = RTA_DATA(multipath); RTNH_OK(hop, length); hop = RTNH_NEXT(hop)) {
		mark_uplink(list, hop->rtnh_ifindex);
		length -= RTNH_ALIGN(hop->rtnh_len);
	}
}

static int add_route(void *argument, const struct nlmsghdr *message)
{
	struct list *list = argument;
	const struct rtmsg *route = NLMSG_DATA(message);
	int length = RTM_PAYLOAD(message);

	if (route->rtm_dst_len || route->rtm_type != RTN_UNICAST || route->rtm_table != RT_TABLE_MAIN)
		return 0;
	for (const struct rtattr *attr = RTM_RTA(route); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		if (attr->rta_type == RTA_OIF)
			mark_uplink(list, *(const uint32_t *)RTA_DATA(attr));
		else if (attr->rta_type == RTA_MULTIPATH)
			mark_nexthops(list, attr);
	}
	return 0;
}

static int dump(int fd, struct list *list, uint16_t type, int family, netlink_visitor add)
{
	struct {
		struct nlmsghdr header;
		union {
			struct ifinfomsg link;
			struct rtmsg route;
		};
	} request = {.header = {.nlmsg_type = type}};

	request.header.nlmsg_len =
	    type == RTM_GETLINK ? NLMSG_LENGTH(sizeof(request.link)) : NLMSG_LENGTH(sizeof(request.route));
	if (type == RTM_GETROUTE)
		request.route.rtm_family = family;
	return netlink_dump(fd, &request.header, add, list);
}

int observer_links(uint64_t buffer, uint32_t capacity)
{
	struct list list = {.links = (struct observer_link *)buffer,
			    .capacity = capacity / sizeof(struct observer_link)};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int error;

	if (fd < 0)
		return -errno;
	error = dump(fd, &list, RTM_GETLINK, AF_UNSPEC, add_link);
	if (!error)
		error = dump(fd, &list, RTM_GETROUTE, AF_INET, add_route);
	if (!error)
		error = dump(fd, &list, RTM_GETROUTE, AF_INET6, add_route);
	close(fd);
	return error ? error : (int)list.count;
}
