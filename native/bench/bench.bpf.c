// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * For the benchmark: the least work that an event can cause. It writes 16 bytes and up to 128 bytes of the packet, and
 * parses nothing.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

SEC("tc")
int emit_least(struct __sk_buff *skb)
{
	__u64 captured = skb->len < 128 ? skb->len : 128;
	char head[16] = {4};

	bpf_perf_event_output(skb, &events, captured << 32 | BPF_F_CURRENT_CPU, head, sizeof(head));
	return -1;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
