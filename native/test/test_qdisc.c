// SPDX-License-Identifier: Apache-2.0
/* The clsact qdisc of a device is left as it was found, unless somebody else has a filter in it. */
#include <errno.h>
#include <net/if.h>

#include <bpf/libbpf.h>

#include "shim.h"
#include "check.h"
#include "counter.h"
#include "log.h"
#include "net.h"
#include "tests.h"

#define DEVICE "qdisc0"

/* Adding a qdisc fails if the device has one. */
static bool has_qdisc(uint32_t ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, qdisc, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);
	libbpf_print_fn_t print = libbpf_set_print(NULL);
	int result = bpf_tc_hook_create(&qdisc);

	libbpf_set_print(print);
	if (result && result != -EEXIST)
		broken("bpf_tc_hook_create");
	if (!result && bpf_tc_hook_destroy(&qdisc))
		broken("bpf_tc_hook_destroy");
	return result;
}

static void remove_qdisc(uint32_t ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, qdisc, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);

	CHECK(!bpf_tc_hook_destroy(&qdisc), "the qdisc is there");
}

static void attach(uint64_t handle, uint32_t ifindex, uint32_t role)
{
	CHECK(observer_attach(handle, -1, ifindex, role, 0) == OBSERVER_ATTACHED_CLSACT, "attach by clsact");
}

/* The filters that a counter leaves. */
static void remove_count(uint32_t ifindex, enum bpf_tc_attach_point point)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = point);
	LIBBPF_OPTS(bpf_tc_opts, filter, .handle = 1, .priority = 1);

	CHECK(!bpf_tc_detach(&hook, &filter), "the counter's filter is there");
}

static void test_own_qdisc(uint32_t ifindex)
{
	uint64_t handle = open_or_break(8, true);

	attach(handle, ifindex, OBSERVER_ROLE_ENDPOINT);
	CHECK(has_qdisc(ifindex), "attached");
	attach(handle, ifindex, OBSERVER_ROLE_NETWORK);
	CHECK(has_qdisc(ifindex), "attached with another role");
	CHECK(!observer_detach(handle, -1, ifindex), "detach");
	CHECK(!has_qdisc(ifindex), "detach removes our qdisc");
	attach(handle, ifindex, OBSERVER_ROLE_ENDPOINT);
	observer_close(handle);
	CHECK(!has_qdisc(ifindex), "and so does close");
}

static void test_qdisc_of_others(uint32_t ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, qdisc, .ifindex = ifindex, .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);
	uint64_t handle = open_or_break(8, true);

	if (bpf_tc_hook_create(&qdisc))
		broken("bpf_tc_hook_create");
	attach(handle, ifindex, OBSERVER_ROLE_ENDPOINT);
	observer_close(handle);
	CHECK(has_qdisc(ifindex), "a qdisc that was there stays, even without filters");
	remove_qdisc(ifindex);
}

/* Somebody else's filters are in our qdisc: at egress only, and while the role changes. */
static void test_filter_of_others(uint32_t ifindex)
{
	uint64_t handle = open_or_break(8, true);
	struct counter *counter;

	attach(handle, ifindex, OBSERVER_ROLE_ENDPOINT);
	counter = counter_attach(ifindex, true);
	remove_count(ifindex, BPF_TC_INGRESS);
	attach(handle, ifindex, OBSERVER_ROLE_NETWORK);
	CHECK(!observer_detach(handle, -1, ifindex), "detach");
	CHECK(has_qdisc(ifindex), "the qdisc stays for the filter at egress");
	counter_free(counter);
	remove_qdisc(ifindex);

	attach(handle, ifindex, OBSERVER_ROLE_ENDPOINT);
	counter = counter_attach(ifindex, true);
	attach(handle, ifindex, OBSERVER_ROLE_NETWORK);
	remove_count(ifindex, BPF_TC_INGRESS);
	remove_count(ifindex, BPF_TC_EGRESS);
	counter_free(counter);
	observer_close(handle);
	CHECK(!has_qdisc(ifindex), "the qdisc is still ours after the role has changed");
}

void test_qdisc(const struct net *net)
{
	uint32_t ifindex;

	sh(net->node_fd, "ip link add " DEVICE " type veth peer name qdisc1");
	ifindex = if_nametoindex(DEVICE);
	test_own_qdisc(ifindex);
	test_qdisc_of_others(ifindex);
	test_filter_of_others(ifindex);
	sh(net->node_fd, "ip link del " DEVICE);
}
