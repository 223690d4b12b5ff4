// SPDX-License-Identifier: Apache-2.0
/* Lists the network devices of the calling thread's namespace by rtnetlink, with the flags of events.h for each. */
#include <errno.h>
#include <linux/if_arp.h>
#include <linux/nexthop.h>
#include <linux/rtnetlink.h>
#include <linux/if.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events.h"
#include "links.h"
#include "netlink.h"
#include "numbers.h"
#include "routes.h"
#include "shim.h"

struct list {
	struct observer_link *links;
	uint32_t capacity;
	uint32_t count;
	uint32_t found;		    /* place of the link that was looked for last */
	struct numbers lower;	    /* devices that carry another device of this namespace, such as a VLAN */
	struct numbers nexthops[2]; /* nexthop objects that routes use; those of wide routes are at 1 */
	bool wide;		    /* the route or nexthop object at hand belongs to a wide route */
};

/* Newer kernels set NLA_F_NESTED in the type of a nested attribute, older kernels do not. */
static const struct rtattr *find_attribute(const struct rtattr *first, int length, int type)
{
	for (const struct rtattr *attr = first; RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		if ((attr->rta_type & NLA_TYPE_MASK) == type)
			return attr;
	}
	return NULL;
}

static const struct rtattr *link_attribute(const struct nlmsghdr *message, int type)
{
	return find_attribute(IFLA_RTA(NLMSG_DATA(message)), IFLA_PAYLOAD(message), type);
}

/* `parent` may be NULL. */
static const struct rtattr *nested(const struct rtattr *parent, int type)
{
	return parent ? find_attribute(RTA_DATA(parent), RTA_PAYLOAD(parent), type) : NULL;
}

static bool is_kind(const struct rtattr *linkinfo, const char *kind)
{
	const struct rtattr *attr = nested(linkinfo, IFLA_INFO_KIND);

	return attr && RTA_PAYLOAD(attr) >= strlen(kind) && !strncmp(RTA_DATA(attr), kind, RTA_PAYLOAD(attr));
}

bool link_is_veth(const struct nlmsghdr *message)
{
	return is_kind(link_attribute(message, IFLA_LINKINFO), "veth");
}

/* A veth names its peer here; other devices name what carries their packets. VXLAN has an attribute of its own for it.
 */
static int add_lower(struct list *list, const struct nlmsghdr *message)
{
	const struct rtattr *linkinfo = link_attribute(message, IFLA_LINKINFO);
	const struct rtattr *lower = is_kind(linkinfo, "vxlan")
					 ? nested(nested(linkinfo, IFLA_INFO_DATA), IFLA_VXLAN_LINK)
					 : link_attribute(message, IFLA_LINK);

	if (!lower || RTA_PAYLOAD(lower) < sizeof(uint32_t) || link_attribute(message, IFLA_LINK_NETNSID))
		return 0;
	return numbers_add(&list->lower, *(const uint32_t *)RTA_DATA(lower));
}

static int add_link(void *argument, const struct nlmsghdr *message)
{
	struct list *list = argument;
	const struct ifinfomsg *info = NLMSG_DATA(message);
	const struct rtattr *name = link_attribute(message, IFLA_IFNAME);
	struct observer_link link = {.ifindex = info->ifi_index};

	if (list->count == list->capacity)
		return -ENOSPC;
	if (info->ifi_type != ARPHRD_ETHER && info->ifi_type != ARPHRD_LOOPBACK)
		link.flags |= OBSERVER_LINK_L3;
	if (info->ifi_flags & IFF_UP)
		link.flags |= OBSERVER_LINK_UP;
	if (info->ifi_flags & IFF_LOOPBACK)
		link.flags |= OBSERVER_LINK_LOOPBACK;
	if (link_is_veth(message))
		link.flags |= OBSERVER_LINK_VETH;
	if (name)
		strncpy(link.name, RTA_DATA(name), sizeof(link.name) - 1);
	list->links[list->count++] = link;
	return link.flags & OBSERVER_LINK_VETH ? 0 : add_lower(list, message);
}

static struct observer_link *find(struct list *list, uint32_t ifindex)
{
	if (list->found < list->count && list->links[list->found].ifindex == ifindex)
		return &list->links[list->found];
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->links[i].ifindex == ifindex) {
			list->found = i;
			return &list->links[i];
		}
	}
	return NULL;
}

/* Only of a veth a route with a gateway says something: there is a router behind it, and no workload. */
static int add_hop(void *argument, const struct hop *hop)
{
	struct list *list = argument;
	struct observer_link *link;

	if (hop->nexthop)
		return numbers_add(&list->nexthops[list->wide], hop->nexthop);
	if (!list->wide && !hop->gateway)
		return 0;
	link = find(list, hop->ifindex);
	if (link && !(link->flags & OBSERVER_LINK_LOOPBACK) && (list->wide || link->flags & OBSERVER_LINK_VETH))
		link->flags |= OBSERVER_LINK_UPLINK;
	return 0;
}

static int add_route(void *argument, const struct nlmsghdr *message)
{
	struct list *list = argument;

	list->wide = route_is_wide(message);
	return route_hops(message, add_hop, list);
}

static int add_nexthop(void *argument, const struct nlmsghdr *message)
{
	return nexthop_hops(message, add_hop, argument);
}

static void mark_lower(struct list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		struct observer_link *link = &list->links[i];

		if (link->flags & OBSERVER_LINK_VETH && numbers_has(&list->lower, link->ifindex))
			link->flags |= OBSERVER_LINK_UPLINK;
	}
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

/* Asks for each nexthop object. Those in a group are added to the same set, so their turn comes later. */
static int resolve(int fd, struct list *list, bool wide)
{
	const struct numbers *ids = &list->nexthops[wide];

	list->wide = wide;
	for (uint32_t i = 0; i < ids->count; i++) {
		struct {
			struct nlmsghdr header;
			struct nhmsg nexthop;
			struct rtattr attribute;
			uint32_t id;
		} request = {
		    .header = {.nlmsg_type = RTM_GETNEXTHOP, .nlmsg_len = sizeof(request)},
		    .attribute = {.rta_type = NHA_ID, .rta_len = RTA_LENGTH(sizeof(request.id))},
		    .id = ids->list[i],
		};
		int result = netlink_get(fd, &request.header, add_nexthop, list);

		/* It was removed in the meantime, with its routes. */
		if (result && result != -ENOENT)
			return result;
	}
	return 0;
}

static int read_all(int fd, struct list *list)
{
	int error = dump(fd, list, RTM_GETLINK, AF_UNSPEC, add_link);

	if (!error)
		error = dump(fd, list, RTM_GETROUTE, AF_INET, add_route);
	if (!error)
		error = dump(fd, list, RTM_GETROUTE, AF_INET6, add_route);
	for (int wide = 0; wide < 2 && !error; wide++)
		error = resolve(fd, list, wide);
	mark_lower(list);
	return error;
}

int observer_links(uint64_t buffer, uint32_t capacity)
{
	struct list list = {.links = (struct observer_link *)buffer,
			    .capacity = capacity / sizeof(struct observer_link)};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int error;

	if (fd < 0)
		return -errno;
	error = read_all(fd, &list);
	close(fd);
	numbers_free(&list.lower);
	for (int wide = 0; wide < 2; wide++)
		numbers_free(&list.nexthops[wide]);
	return error ? error : (int)list.count;
}
