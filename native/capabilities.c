// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capabilities.h"
#include "message.h"

/* An old linux/capability.h does not define these two. */
#define CAPABILITY_PERFMON 38
#define CAPABILITY_BPF 39

static bool effective_capabilities(uint64_t *mask)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {0};

	if (syscall(SYS_capget, &header, data))
		return false;
	*mask = data[0].effective | (uint64_t)data[1].effective << 32;
	return true;
}

/*
 * The system call that a seccomp filter refuses, or NULL. Both calls have wrong arguments, which the kernel finds
 * before it looks at rights; only a filter is asked earlier, and it has another error.
 */
static const char *filtered_call(void)
{
	/* 2: a filter is there. */
	if (prctl(PR_GET_SECCOMP) != 2)
		return NULL;
	if (syscall(SYS_bpf, 0, NULL, 1) && errno != EFAULT)
		return "bpf";
	if (syscall(SYS_perf_event_open, NULL, 0, -1, -1, ~0UL) && errno != EINVAL)
		return "perf_event_open";
	return NULL;
}

void explain_refusal(struct message *message)
{
	const char *filtered;

	size_t used = strnlen(message->text, message->size);
	struct message rest = {message->text + used, message->size - used};
	uint64_t mask;

	if (!effective_capabilities(&mask))
		return;
	bool admin = mask >> CAP_SYS_ADMIN & 1;
	bool network = mask >> CAP_NET_ADMIN & 1;
	bool bpf = admin || mask >> CAPABILITY_BPF & 1;
	bool perfmon = admin || mask >> CAPABILITY_PERFMON & 1;

	if (bpf && perfmon && network && (filtered = filtered_call()))
		message_set(&rest,
			    "; the capabilities are there, but a seccomp filter refuses %s: run it with the seccomp "
			    "profile observer.json, which allows bpf and perf_event_open (docs/deploy.md)",
			    filtered);
	else if (bpf && perfmon && network)
		message_set(&rest, "; the capabilities are there, so a security module, lockdown or "
				   "kernel.perf_event_paranoid=3 refused it");
	else
		message_set(&rest, "; missing capabilities:%s%s%s (run as root, or grant them)", bpf ? "" : " CAP_BPF",
			    perfmon ? "" : " CAP_PERFMON", network ? "" : " CAP_NET_ADMIN");
}
