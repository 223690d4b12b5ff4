// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <sys/socket.h>

#include "netlink.h"

#define REPLY_BYTES 32768

/* An error of 0 is the acknowledgement, the last message about one object. */
static int exchange(int fd, struct nlmsghdr *request, netlink_visitor visit, void *argument)
{
	static __thread char reply[REPLY_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));

	if (send(fd, request, request->nlmsg_len, 0) < 0)
		return -errno;
	for (;;) {
		ssize_t got = recv(fd, reply, sizeof(reply), 0);

		if (got < 0)
			return -errno;
		unsigned int rest = got;
		for (struct nlmsghdr *message = (void *)reply; NLMSG_OK(message, rest);
		     message = NLMSG_NEXT(message, rest)) {
			int result;

			if (message->nlmsg_type == NLMSG_DONE)
				return 0;
			if (message->nlmsg_type == NLMSG_ERROR)
				return ((struct nlmsgerr *)NLMSG_DATA(message))->error;
			result = visit(argument, message);
			if (result)
				return result;
		}
	}
}

int netlink_dump(int fd, struct nlmsghdr *request, netlink_visitor visit, void *argument)
{
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	return exchange(fd, request, visit, argument);
}

int netlink_get(int fd, struct nlmsghdr *request, netlink_visitor visit, void *argument)
{
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	return exchange(fd, request, visit, argument);
}
