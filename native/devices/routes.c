// SPDX-License-Identifier: Apache-2.0
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "routes.h"

/* The longest prefixes of wide routes. The Internet's IPv6 addresses are 2000::/3; 2000::/4 is half of them. */
#define WIDE_IPV4 1
#define WIDE_IPV6 4

static uint32_t read_u32(const struct rtattr *attribute)
{
	uint32_t value = 0;

	if (RTA_PAYLOAD(attribute) >= sizeof(value))
		memcpy(&value, RTA_DATA(attribute), sizeof(value));
	return value;
}

/* Returns NULL if the message is no route to another host. */
static const struct rtmsg *unicast(const struct nlmsghdr *message)
{
	const struct rtmsg *route = NLMSG_DATA(message);

	return message->nlmsg_len >= NLMSG_LENGTH(sizeof(*route)) && route->rtm_type == RTN_UNICAST ? route : NULL;
}

bool route_is_wide(const struct nlmsghdr *message)
{
	const struct rtmsg *route = unicast(message);

	return route && route->rtm_dst_len <= (route->rtm_family == AF_INET6 ? WIDE_IPV6 : WIDE_IPV4);
}

static bool is_gateway(const struct rtattr *attribute)
{
	return attribute->rta_type == RTA_GATEWAY || attribute->rta_type == RTA_VIA;
}

static int multipath_hops(const struct rtattr *multipath, hop_visitor visit, void *argument)
{
	int length = RTA_PAYLOAD(multipath);

	for (const struct rtnexthop *path = RTA_DATA(multipath); RTNH_OK(path, length); path = RTNH_NEXT(path)) {
		struct hop hop = {.ifindex = path->rtnh_ifindex};
		int rest = (int)path->rtnh_len - (int)RTNH_LENGTH(0);
		int result;

		for (const struct rtattr *attr = RTNH_DATA(path); RTA_OK(attr, rest); attr = RTA_NEXT(attr, rest))
			hop.gateway |= is_gateway(attr);
		result = visit(argument, &hop);
		if (result)
			return result;
		length -= RTNH_ALIGN(path->rtnh_len);
	}
	return 0;
}

int route_hops(const struct nlmsghdr *message, hop_visitor visit, void *argument)
{
	const struct rtmsg *route = unicast(message);
	const struct rtattr *multipath = NULL;
	struct hop hop = {0};
	int length;

	if (!route)
		return 0;
	length = RTM_PAYLOAD(message);
	for (const struct rtattr *attr = RTM_RTA(route); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		int type = attr->rta_type & NLA_TYPE_MASK;

		if (type == RTA_OIF)
			hop.ifindex = read_u32(attr);
		else if (type == RTA_NH_ID)
			hop.nexthop = read_u32(attr);
		else if (type == RTA_MULTIPATH)
			multipath = attr;
		hop.gateway |= is_gateway(attr);
	}
	if (multipath)
		return multipath_hops(multipath, visit, argument);
	/* With net.ipv4.nexthop_compat_mode=0 the kernel names the nexthop object only. */
	if (hop.ifindex)
		hop.nexthop = 0;
	return hop.ifindex || hop.nexthop ? visit(argument, &hop) : 0;
}

static int group_hops(const struct rtattr *group, hop_visitor visit, void *argument)
{
	size_t count = RTA_PAYLOAD(group) / sizeof(struct nexthop_grp);
	const struct nexthop_grp *members = RTA_DATA(group);

	for (size_t i = 0; i < count; i++) {
		struct hop hop = {.nexthop = members[i].id};
		int result = visit(argument, &hop);

		if (result)
			return result;
	}
	return 0;
}

int nexthop_hops(const struct nlmsghdr *message, hop_visitor visit, void *argument)
{
	const struct nhmsg *nexthop = NLMSG_DATA(message);
	int length = (int)message->nlmsg_len - (int)NLMSG_LENGTH(sizeof(*nexthop));
	const struct rtattr *attr = (const void *)((const char *)nexthop + NLMSG_ALIGN(sizeof(*nexthop)));
	struct hop hop = {0};

	if (message->nlmsg_type != RTM_NEWNEXTHOP)
		return 0;
	for (; RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		int type = attr->rta_type & NLA_TYPE_MASK;

		if (type == NHA_GROUP)
			return group_hops(attr, visit, argument);
		if (type == NHA_OIF)
			hop.ifindex = read_u32(attr);
		else if (type == NHA_GATEWAY)
			hop.gateway = true;
	}
	return hop.ifindex ? visit(argument, &hop) : 0;
}
