// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "check.h"
#include "counter.h"

/* BPF_F_BEFORE, which is not in the kernel headers of Debian 12. */
#define BEFORE (1U << 3)

struct counter {
	struct bpf_object *object;
	int counts_fd;
	int links[2];
};

/* BPF_LINK_CREATE for TCX: the link_create of Debian 12's union bpf_attr lacks members that it needs. */
static int tcx_link(int program_fd, uint32_t ifindex, uint32_t type, uint32_t flags)
{
	uint32_t attr[8] = {program_fd, ifindex, type, flags};

	return syscall(SYS_bpf, BPF_LINK_CREATE, attr, sizeof(attr));
}

/* Opens count.bpf.o in the directory of this program's own file. */
static struct bpf_object *open_counter(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - sizeof("count.bpf.o"));
	char *slash;

	if (length < 0)
		broken("readlink /proc/self/exe");
	path[length] = 0;
	slash = strrchr(path, '/');
	strcpy(slash ? slash + 1 : path, "count.bpf.o");
	return bpf_object__open(path);
}

static struct counter *attach(uint32_t ifindex, bool clsact, uint32_t tcx_flags)
{
	static const char *const names[2] = {"count_ingress", "count_egress"};
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);
	struct counter *counter = calloc(1, sizeof(*counter));

	if (!counter)
		broken("calloc");
	counter->object = open_counter();
	if (!counter->object || bpf_object__load(counter->object))
		broken("cannot load count.bpf.o");
	counter->counts_fd = bpf_object__find_map_fd_by_name(counter->object, "counts");
	/* On a kernel without TCX it exists already, because an observer was attached before. */
	if (clsact && bpf_tc_hook_create(&hook) && errno != EEXIST)
		broken("cannot add clsact");
	for (int i = 0; i < 2; i++) {
		int fd = bpf_program__fd(bpf_object__find_program_by_name(counter->object, names[i]));
		LIBBPF_OPTS(bpf_tc_opts, filter, .prog_fd = fd, .handle = 1, .priority = 1);

		counter->links[i] = -1;
		hook.attach_point = i ? BPF_TC_EGRESS : BPF_TC_INGRESS;
		if (!clsact)
			counter->links[i] = tcx_link(fd, ifindex, 46 + i, tcx_flags);
		if (clsact ? bpf_tc_attach(&hook, &filter) : counter->links[i] < 0)
			broken("cannot attach the counter");
	}
	return counter;
}

struct counter *counter_attach(uint32_t ifindex, bool clsact)
{
	return attach(ifindex, clsact, 0);
}

struct counter *counter_attach_first(uint32_t ifindex)
{
	return attach(ifindex, false, BEFORE);
}

void counter_reset(struct counter *counter)
{
	for (uint32_t i = 0; i < 2; i++)
		bpf_map_update_elem(counter->counts_fd, &i, &(uint64_t){0}, BPF_ANY);
}

uint64_t counter_read(struct counter *counter, uint32_t direction)
{
	uint64_t value = 0;

	bpf_map_lookup_elem(counter->counts_fd, &direction, &value);
	return value;
}

void counter_free(struct counter *counter)
{
	for (int i = 0; i < 2; i++) {
		if (counter->links[i] >= 0)
			close(counter->links[i]);
	}
	bpf_object__close(counter->object);
	free(counter);
}

uint32_t tcx_programs(uint32_t ifindex)
{
	uint32_t programs = 0;

	for (uint32_t type = 46; type <= 47; type++) {
		union bpf_attr attr;

		memset(&attr, 0, sizeof(attr));
		attr.query.target_fd = ifindex;
		attr.query.attach_type = type;
		if (!syscall(SYS_bpf, BPF_PROG_QUERY, &attr, sizeof(attr)))
			programs += attr.query.prog_cnt;
	}
	return programs;
}
