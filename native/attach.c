// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "attach.h"
#include "events.h"
#include "filter.h"
#include "namespace.h"
#include "observer.h"
#include "owners.h"
#include "qdisc.h"
#include "shim.h"

/* Not in the kernel headers of Debian 12. */
#define ATTACH_BEFORE (1U << 3)

static const uint32_t tcx_types[DIRECTIONS] = {ATTACH_TCX_INGRESS, ATTACH_TCX_EGRESS};

struct attachment {
	struct attachment *next;
	dev_t namespace_device; /* device and inode identify the network namespace */
	ino_t namespace_inode;
	uint32_t ifindex;
	int namespace_fd;      /* of a clsact attachment, for its removal; else -1 */
	bool own_qdisc;	       /* no clsact qdisc was there before */
	int links[DIRECTIONS]; /* of a TCX attachment; else -1 */
	uint32_t program_ids[DIRECTIONS];
};

struct bpf_program *program_at(struct observer *observer, uint32_t point, bool l3)
{
	static const struct {
		uint32_t point;
		const char *names[2];
	} programs[] = {
	    {OBSERVER_FROM_ENDPOINT, {"observer_from_endpoint", "observer_from_endpoint_l3"}},
	    {OBSERVER_TO_ENDPOINT, {"observer_to_endpoint", "observer_to_endpoint_l3"}},
	    {OBSERVER_FROM_NETWORK, {"observer_from_network", "observer_from_network_l3"}},
	    {OBSERVER_TO_NETWORK, {"observer_to_network", "observer_to_network_l3"}},
	};

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (programs[i].point == point)
			return bpf_object__find_program_by_name(observer->object, programs[i].names[l3]);
	}
	return NULL;
}

/* BPF_LINK_CREATE at the head of a TCX chain; libbpf 1.1 has no function for it. */
static int tcx_link(int program_fd, uint32_t ifindex, uint32_t type)
{
	struct {
		uint32_t program_fd;
		uint32_t ifindex;
		uint32_t type;
		uint32_t flags;
		uint32_t relative;
		uint32_t padding;
		uint64_t revision;
	} attr = {.program_fd = program_fd, .ifindex = ifindex, .type = type, .flags = ATTACH_BEFORE};
	int fd = syscall(SYS_bpf, BPF_LINK_CREATE, &attr, sizeof(attr));

	return fd < 0 ? -errno : fd;
}

bool tcx_supported(struct observer *observer)
{
	int program_fd = bpf_program__fd(program_at(observer, OBSERVER_FROM_ENDPOINT, false));

	/* There is no device 0. A kernel without TCX refuses the attach type before it looks for the device. */
	return tcx_link(program_fd, 0, ATTACH_TCX_INGRESS) == -ENODEV;
}

struct place {
	struct attachment *attachment;
	int programs[DIRECTIONS];
};

static int attach_tcx(void *argument)
{
	struct place *place = argument;
	struct attachment *attachment = place->attachment;

	for (int i = 0; i < DIRECTIONS; i++) {
		attachment->links[i] = tcx_link(place->programs[i], attachment->ifindex, tcx_types[i]);
		if (attachment->links[i] < 0)
			return attachment->links[i];
	}
	return 0;
}

static int attach_clsact(void *argument)
{
	struct place *place = argument;

	return filters_add(place->attachment->ifindex, place->programs, &place->attachment->own_qdisc);
}

static int detach_clsact(void *argument)
{
	const struct attachment *attachment = argument;
	int result = filters_remove(attachment->ifindex);

	if (attachment->own_qdisc)
		qdisc_remove_unused(attachment->ifindex);
	return result == -ENODEV || result == -EEXIST ? 0 : result < 0 ? result : 0;
}

static int detach(struct attachment *attachment)
{
	int result = 0;

	for (int i = 0; i < DIRECTIONS; i++) {
		if (attachment->links[i] >= 0)
			close(attachment->links[i]);
	}
	if (attachment->namespace_fd >= 0) {
		result = in_namespace(attachment->namespace_fd, detach_clsact, attachment);
		close(attachment->namespace_fd);
	}
	free(attachment);
	return result;
}

void detach_all(struct observer *observer)
{
	while (observer->attachments) {
		struct attachment *attachment = observer->attachments;

		observer->attachments = attachment->next;
		detach(attachment);
	}
}

/* Returns the place in the list that refers to the attachment of a device, or to NULL at the end of the list. */
static struct attachment **find(struct observer *observer, const struct stat *namespace, uint32_t ifindex)
{
	struct attachment **link = &observer->attachments;

	while (*link && ((*link)->ifindex != ifindex || (*link)->namespace_device != namespace->st_dev ||
			 (*link)->namespace_inode != namespace->st_ino))
		link = &(*link)->next;
	return link;
}

/* Removes the attachment of a device from the list and returns it, or NULL. */
static struct attachment *take(struct observer *observer, const struct stat *namespace, uint32_t ifindex)
{
	struct attachment **link = find(observer, namespace, ifindex);
	struct attachment *attachment = *link;

	if (attachment)
		*link = attachment->next;
	return attachment;
}

static uint32_t program_id(int program_fd)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info);

	return bpf_obj_get_info_by_fd(program_fd, &info, &size) ? 0 : info.id;
}

/* Attaches the programs. The caller holds the lock. namespace_fd belongs to this function from here on. */
static int attach(struct observer *observer, struct place *place, int namespace_fd)
{
	struct attachment *attachment = place->attachment;
	struct attachment *old;
	struct stat namespace;
	int result;

	if (fstat(namespace_fd, &namespace)) {
		result = -errno;
		close(namespace_fd);
		free(attachment);
		return result;
	}
	attachment->namespace_device = namespace.st_dev;
	attachment->namespace_inode = namespace.st_ino;
	old = take(observer, &namespace, attachment->ifindex);
	if (old) {
		/* If its qdisc stays, because somebody else uses it, it is still ours. */
		attachment->own_qdisc = old->own_qdisc;
		detach(old);
	}
	result = in_namespace(namespace_fd, observer->tcx ? attach_tcx : attach_clsact, place);
	if (observer->tcx || result)
		close(namespace_fd);
	else
		attachment->namespace_fd = namespace_fd;
	if (result) {
		detach(attachment);
		return result;
	}
	attachment->next = observer->attachments;
	observer->attachments = attachment;
	return observer->tcx ? OBSERVER_ATTACHED_TCX : OBSERVER_ATTACHED_CLSACT;
}

int observer_attach(uint64_t handle, int netns_fd, uint32_t ifindex, uint32_t role, uint32_t flags)
{
	struct observer *observer = observer_of(handle);
	bool endpoint = role == OBSERVER_ROLE_ENDPOINT;
	bool l3 = flags & OBSERVER_ATTACH_L3;
	struct place place;
	int namespace_fd, result;

	if (!observer || !ifindex || ifindex > INT32_MAX || (!endpoint && role != OBSERVER_ROLE_NETWORK) ||
	    flags & ~OBSERVER_ATTACH_L3)
		return -EINVAL;
	place.programs[INGRESS] =
	    bpf_program__fd(program_at(observer, endpoint ? OBSERVER_FROM_ENDPOINT : OBSERVER_FROM_NETWORK, l3));
	place.programs[EGRESS] =
	    bpf_program__fd(program_at(observer, endpoint ? OBSERVER_TO_ENDPOINT : OBSERVER_TO_NETWORK, l3));
	place.attachment = malloc(sizeof(*place.attachment));
	if (!place.attachment)
		return -ENOMEM;
	*place.attachment = (struct attachment){.ifindex = ifindex, .namespace_fd = -1, .links = {-1, -1}};
	for (int i = 0; i < DIRECTIONS; i++)
		place.attachment->program_ids[i] = program_id(place.programs[i]);
	namespace_fd = namespace_file(netns_fd);
	if (namespace_fd < 0) {
		free(place.attachment);
		return namespace_fd;
	}
	pthread_mutex_lock(&observer->lock);
	result = attach(observer, &place, namespace_fd);
	pthread_mutex_unlock(&observer->lock);
	return result;
}

/* Returns what identifies a namespace. */
static int identify(int netns_fd, struct stat *namespace)
{
	int namespace_fd = namespace_file(netns_fd);
	int result;

	if (namespace_fd < 0)
		return namespace_fd;
	result = fstat(namespace_fd, namespace) ? -errno : 0;
	close(namespace_fd);
	return result;
}

int attached_programs(struct observer *observer, int netns_fd, uint32_t ifindex, uint32_t ids[DIRECTIONS])
{
	const struct attachment *attachment;
	struct stat namespace;
	int result = identify(netns_fd, &namespace);

	if (result)
		return result;
	pthread_mutex_lock(&observer->lock);
	attachment = *find(observer, &namespace, ifindex);
	if (attachment)
		memcpy(ids, attachment->program_ids, sizeof(attachment->program_ids));
	pthread_mutex_unlock(&observer->lock);
	return attachment ? 0 : -ENOENT;
}

int observer_detach(uint64_t handle, int netns_fd, uint32_t ifindex)
{
	struct observer *observer = observer_of(handle);
	struct attachment *attachment;
	struct stat namespace;
	int result;

	if (!observer)
		return -EINVAL;
	result = identify(netns_fd, &namespace);
	if (result)
		return result;
	result = -ENOENT;
	pthread_mutex_lock(&observer->lock);
	attachment = take(observer, &namespace, ifindex);
	if (attachment) {
		result = detach(attachment);
		owners_gone(observer, ifindex);
	}
	pthread_mutex_unlock(&observer->lock);
	return result;
}
