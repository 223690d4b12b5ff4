// SPDX-License-Identifier: Apache-2.0
/* Programs of others in front of ours, and in place of ours. */
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "counter.h"
#include "log.h"
#include "net.h"
#include "tests.h"

#define DEVICE "place0"
/* BPF_LINK_TYPE_TCX and FILTER_HANDLE of filter.h. */
#define LINK_TCX 11
#define OUR_HANDLE 0x6f627376

static void expect_places(uint64_t handle, uint32_t ifindex, const char *what, uint32_t state, const char *first)
{
	struct observer_place places[2];

	CHECK(!observer_places(handle, -1, ifindex, (uintptr_t)places), "places: %s", what);
	for (int i = 0; i < 2; i++) {
		CHECK(places[i].state == state, "%s: state %u at %d", what, places[i].state, i);
		CHECK(!places[i].program == !*first, "%s: program %u at %d", what, places[i].program, i);
		CHECK(!strncmp(places[i].name, first, strlen(first)), "%s: name %s at %d", what, places[i].name, i);
	}
}

/* Returns the id of the only program in the device's TCX chain. */
static uint32_t only_program(uint32_t ifindex, uint32_t type)
{
	uint32_t ids[2] = {0};
	uint64_t attr[8] = {(uint64_t)type << 32 | ifindex, 0, (uintptr_t)ids, 2};

	if (syscall(SYS_bpf, BPF_PROG_QUERY, attr, sizeof(attr)))
		broken("BPF_PROG_QUERY");
	return ids[1] ? 0 : ids[0];
}

/* Detaches the TCX links of a program, as bpftool does. */
static void detach_links(uint32_t program)
{
	for (uint32_t id = 0; !bpf_link_get_next_id(id, &id);) {
		struct bpf_link_info info = {0};
		uint32_t size = sizeof(info);
		int fd = bpf_link_get_fd_by_id(id);

		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) && info.type == LINK_TCX &&
		    info.prog_id == program)
			CHECK(!bpf_link_detach(fd), "detach a link");
		close(fd);
	}
}

static void remove_ours(uint32_t ifindex, bool clsact)
{
	static const enum bpf_tc_attach_point points[2] = {BPF_TC_INGRESS, BPF_TC_EGRESS};

	for (int i = 0; i < 2; i++) {
		LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = points[i]);
		LIBBPF_OPTS(bpf_tc_opts, ours, .handle = OUR_HANDLE, .priority = 1);

		if (clsact)
			CHECK(!bpf_tc_detach(&hook, &ours), "remove our filter");
		else
			detach_links(only_program(ifindex, 46 + i));
	}
}

void test_places(const struct net *net, bool clsact, bool tcx)
{
	uint64_t handle = open_or_break(8, clsact);
	struct observer_place places[2];
	struct counter *counter;
	uint32_t ifindex;

	sh(net->node_fd, "ip link add " DEVICE " type veth peer name place1");
	ifindex = if_nametoindex(DEVICE);
	CHECK(observer_places(handle, -1, ifindex, (uintptr_t)places) == -ENOENT, "not attached");
	CHECK(observer_places(handle, -1, ifindex, 0) == -EINVAL, "no buffer");
	CHECK(observer_attach(handle, -1, ifindex, OBSERVER_ROLE_ENDPOINT, 0) > 0, "attach");
	expect_places(handle, ifindex, "alone", OBSERVER_PLACE_FIRST, "");
	if (tcx) {
		counter = counter_attach_first(ifindex);
		expect_places(handle, ifindex, "a TCX program in front", OBSERVER_PLACE_BEHIND, "count_");
		counter_free(counter);
		expect_places(handle, ifindex, "first again", OBSERVER_PLACE_FIRST, "");
		counter = counter_attach(ifindex, false);
		expect_places(handle, ifindex, "a TCX program attached later",
			      clsact ? OBSERVER_PLACE_BEHIND : OBSERVER_PLACE_FIRST, clsact ? "count_" : "");
		counter_free(counter);
	}
	remove_ours(ifindex, clsact);
	expect_places(handle, ifindex, "removed", OBSERVER_PLACE_GONE, "");
	CHECK(observer_attach(handle, -1, ifindex, OBSERVER_ROLE_ENDPOINT, 0) > 0, "attach again");
	expect_places(handle, ifindex, "attached again", OBSERVER_PLACE_FIRST, "");
	counter = counter_attach(ifindex, true);
	expect_places(handle, ifindex, "a newer filter", clsact ? OBSERVER_PLACE_BEHIND : OBSERVER_PLACE_FIRST,
		      clsact ? "count_" : "");
	if (clsact) {
		remove_ours(ifindex, true);
		expect_places(handle, ifindex, "replaced", OBSERVER_PLACE_GONE, "count_");
	}
	counter_free(counter);
	observer_close(handle);
	sh(net->node_fd, "ip link del " DEVICE);
}
