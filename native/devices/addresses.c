// SPDX-License-Identifier: Apache-2.0
/* Lists the addresses of the calling thread's namespace by rtnetlink. */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "events.h"
#include "netlink.h"
#include "shim.h"

#define IPV4_BYTES 4
#define IPV4_OFFSET 96

struct list {
	struct observer_address *addresses;
	uint32_t capacity;
	uint32_t count;
};

struct found {
	const struct rtattr *address;
	uint32_t flags;
};

/* IFA_ADDRESS is the other end's address if the device has one, and then IFA_LOCAL is ours. */
static struct found find(const struct nlmsghdr *message)
{
	const struct ifaddrmsg *info = NLMSG_DATA(message);
	struct found found = {.flags = info->ifa_flags};
	bool local = false;
	int length = IFA_PAYLOAD(message);

	for (const struct rtattr *attr = IFA_RTA(info); RTA_OK(attr, length); attr = RTA_NEXT(attr, length)) {
		if (attr->rta_type == IFA_LOCAL || (attr->rta_type == IFA_ADDRESS && !local))
			found.address = attr;
		if (attr->rta_type == IFA_FLAGS && RTA_PAYLOAD(attr) >= sizeof(found.flags))
			memcpy(&found.flags, RTA_DATA(attr), sizeof(found.flags));
		local |= attr->rta_type == IFA_LOCAL;
	}
	return found;
}

static int add(void *argument, const struct nlmsghdr *message)
{
	struct list *list = argument;
	const struct ifaddrmsg *info = NLMSG_DATA(message);
	struct observer_address *entry;
	struct found found;
	size_t bytes;

	if (message->nlmsg_type != RTM_NEWADDR || message->nlmsg_len < NLMSG_LENGTH(sizeof(*info)))
		return 0;
	if (info->ifa_family != AF_INET && info->ifa_family != AF_INET6)
		return 0;
	found = find(message);
	bytes = info->ifa_family == AF_INET ? IPV4_BYTES : sizeof(entry->address);
	if (!found.address || RTA_PAYLOAD(found.address) < bytes || found.flags & IFA_F_DADFAILED)
		return 0;
	if (list->count == list->capacity)
		return -ENOSPC;
	entry = &list->addresses[list->count++];
	*entry = (struct observer_address){.ifindex = info->ifa_index, .prefix_length = info->ifa_prefixlen};
	if (info->ifa_family == AF_INET) {
		entry->address[10] = entry->address[11] = 0xff;
		entry->prefix_length += IPV4_OFFSET;
	}
	memcpy(entry->address + sizeof(entry->address) - bytes, RTA_DATA(found.address), bytes);
	return 0;
}

int observer_addresses(uint64_t buffer, uint32_t capacity)
{
	struct list list = {.addresses = (struct observer_address *)buffer,
			    .capacity = capacity / sizeof(struct observer_address)};
	struct {
		struct nlmsghdr header;
		struct ifaddrmsg address;
	} request = {.header = {.nlmsg_type = RTM_GETADDR, .nlmsg_len = sizeof(request)},
		     .address = {.ifa_family = AF_UNSPEC}};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int error;

	if (fd < 0)
		return -errno;
	error = netlink_dump(fd, &request.header, add, &list);
	close(fd);
	return error ? error : (int)list.count;
}
