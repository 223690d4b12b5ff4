// SPDX-License-Identifier: Apache-2.0
/* Other programs in the chain, what a killed process leaves there, and what an unprivileged process may not do. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

static uint32_t filter_id(uint32_t ifindex, enum bpf_tc_attach_point point, uint32_t handle)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = ifindex, .attach_point = point);
	LIBBPF_OPTS(bpf_tc_opts, filter, .handle = handle, .priority = 1);

	return bpf_tc_query(&hook, &filter) ? 0 : filter.prog_id;
}

bool tcx_available(const struct net *net)
{
	uint64_t handle = open_or_break(8, false);
	int result = observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0);
	char features[256];

	CHECK(!observer_features(handle, features, sizeof(features)), "features");
	printf("%s\n", features);
	CHECK(!!strstr(features, "attach=tcx") == (result == OBSERVER_ATTACHED_TCX), "attached as %d", result);
	observer_close(handle);
	if (result != OBSERVER_ATTACHED_TCX)
		printf("SKIPPED: TCX (this kernel has none)\n");
	return result == OBSERVER_ATTACHED_TCX;
}

/* Starts a child process, waits until it has attached, and kills it. */
static void attach_and_die(const struct net *net, bool clsact)
{
	int ready[2], status;
	char byte;
	pid_t child;

	if (pipe(ready))
		broken("pipe");
	child = fork();
	if (child == 0) {
		uint64_t handle = open_or_break(8, clsact);

		if (observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) > 0 &&
		    write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	if (child < 0 || read(ready[0], &byte, 1) != 1)
		broken("the child did not attach");
	close(ready[0]);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
}

static bool eventually_no_tcx(uint32_t ifindex)
{
	for (int i = 0; i < 2000 && tcx_programs(ifindex); i++)
		usleep(1000);
	return !tcx_programs(ifindex);
}

void test_left_by_sigkill(const struct net *net, bool tcx)
{
	uint32_t foreign = filter_id(net->node_ifindex, BPF_TC_INGRESS, 1);
	struct log log = {.ordered = true};
	uint32_t matching = 0;
	uint64_t handle;

	CHECK(foreign, "the counter's filter stands for somebody else's");
	if (tcx) {
		attach_and_die(net, false);
		CHECK(eventually_no_tcx(net->node_ifindex), "TCX leaves nothing");
		CHECK(observer_sweep(-1, 0) == 0, "TCX leaves nothing to sweep");
	}
	attach_and_die(net, true);
	CHECK(observer_sweep(net->node_fd, 0) == 2, "sweep finds both filters");
	CHECK(observer_sweep(-1, 0) == 0, "and finds them once");
	attach_and_die(net, true);
	CHECK(observer_sweep(-1, net->node_ifindex) == 2, "sweep of one device");
	CHECK(observer_sweep(-1, 9999) == -ENODEV, "sweep of a device that is not there");
	attach_and_die(net, true);
	handle = open_or_break(8, true);
	CHECK(observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) == OBSERVER_ATTACHED_CLSACT,
	      "attach replaces what is left");
	ping(net, false, 7600);
	watch(handle, &log, 2, 7600);
	for (uint32_t i = 0; i < log.count; i++)
		matching += concerns(&log.events[i], 7600);
	CHECK(matching == 2, "%u events of one ping", matching);
	free(log.events);
	observer_close(handle);
	CHECK(observer_sweep(-1, 0) == 0, "nothing left");
	CHECK(filter_id(net->node_ifindex, BPF_TC_INGRESS, 1) == foreign, "somebody else's filter and qdisc stay");
}

static void expect_refusal(uint32_t pages, int expected, const char *text)
{
	char error[256] = "";
	uint64_t handle;
	int result = observer_open(&handle, &(struct observer_options){.ring_pages = pages}, error, sizeof(error));

	CHECK(result == expected && !handle && strstr(error, text), "%d: %s", result, error);
	observer_close(handle);
}

/* As a container engine's default profile does it that asks for CAP_SYS_ADMIN. */
static void refuse_call(uint32_t number)
{
	struct sock_filter filter[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(filter) / sizeof(*filter), filter};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		broken("seccomp");
}

static void test_refused_call(uint32_t number, const char *name)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		failures = 0;
		refuse_call(number);
		expect_refusal(8, -EPERM, name);
		expect_refusal(8, -EPERM, "observer.json");
		fflush(stdout);
		_exit(failures);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child && !status, "%s refused by seccomp", name);
}

void test_refusals(const struct net *net)
{
	uint64_t handle = open_or_break(8, false);
	int status;
	pid_t child;

	expect_refusal(3, -EINVAL, "power of two");
	expect_refusal(0, -EINVAL, "power of two");
	CHECK(observer_attach(handle, -1, 9999, OBSERVER_ROLE_ENDPOINT, 0) == -ENODEV, "no such device");
	CHECK(observer_attach(handle, -1, net->node_ifindex, 3, 0) == -EINVAL, "no such role");
	CHECK(observer_attach(handle, 0, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) < 0, "no namespace");
	CHECK(observer_poll(handle, 0, 100, 0) == -EINVAL, "no buffer");
	CHECK(observer_test_run(handle, 1, (uintptr_t)&status, 14, 1) == -EINVAL, "no such program");
	observer_close(handle);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		failures = 0;
		if (setuid(65534))
			broken("setuid");
		expect_refusal(8, -EPERM, "CAP_BPF");
		fflush(stdout);
		_exit(failures);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child && !status, "refused without capabilities");
	test_refused_call(SYS_bpf, "seccomp filter refuses bpf");
	test_refused_call(SYS_perf_event_open, "seccomp filter refuses perf_event_open");
}

/*
 * Keeps CAP_NET_ADMIN, CAP_PERFMON (38) and CAP_BPF (39). The last two are numbers here because an older
 * linux/capability.h does not define them.
 */
static void keep_three_capabilities(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {
	    {.effective = 1U << CAP_NET_ADMIN, .permitted = 1U << CAP_NET_ADMIN},
	    {.effective = 3U << (38 - 32), .permitted = 3U << (38 - 32)},
	};

	if (syscall(SYS_capset, &header, data))
		broken("capset");
}

/* Debian's kernels have a level 3. With it, some of them require CAP_SYS_ADMIN for every perf event. */
static bool perf_events_restricted(void)
{
	FILE *file = fopen("/proc/sys/kernel/perf_event_paranoid", "r");
	int level = 0;

	if (file) {
		if (fscanf(file, "%d", &level) != 1)
			level = 0;
		fclose(file);
	}
	return level > 2;
}

/* The capabilities that a container gets are enough to observe its own network namespace. */
void test_three_capabilities(const struct net *net, bool clsact)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		struct observer_place places[2];
		char error[256] = "";
		uint64_t handle;
		int result;

		failures = 0;
		keep_three_capabilities();
		result = observer_open(
		    &handle, &(struct observer_options){.ring_pages = 8, .flags = clsact ? OBSERVER_OPEN_CLSACT : 0},
		    error, sizeof(error));
		if (result == -EACCES && perf_events_restricted()) {
			CHECK(!!strstr(error, "kernel.perf_event_paranoid"), "%s", error);
			printf("SKIPPED: three capabilities (kernel.perf_event_paranoid is 3 here)\n");
			fflush(stdout);
			_exit(failures);
		}
		CHECK(!result, "open: %s", error);
		CHECK(!observer_sweep(-1, 0), "nothing to sweep");
		CHECK(observer_attach(handle, -1, net->node_ifindex, OBSERVER_ROLE_ENDPOINT, 0) > 0, "attach");
		CHECK(!observer_places(handle, -1, net->node_ifindex, (uintptr_t)places), "places");
		CHECK(!places[0].state && !places[1].state, "first");
		CHECK(!observer_detach(handle, -1, net->node_ifindex), "detach");
		CHECK(!observer_sweep(-1, 0), "detach leaves nothing");
		attach_and_die(net, clsact);
		CHECK(!clsact || observer_sweep(-1, 0) == 2, "sweep finds what another left");
		CHECK(observer_attach(handle, net->pod_fd, net->pod_ifindex, OBSERVER_ROLE_NETWORK, 0) == -EPERM,
		      "another namespace needs more");
		observer_close(handle);
		fflush(stdout);
		_exit(failures);
	}
	CHECK(child > 0 && waitpid(child, &status, 0) == child && !status, "three capabilities suffice");
}
