// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* For the tests: counts packets and ends the chain, so that programs after it see no packets. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

static __always_inline int count(__u32 direction)
{
	__u64 *value = bpf_map_lookup_elem(&counts, &direction);

	if (value)
		__sync_fetch_and_add(value, 1);
	return TC_ACT_OK;
}

SEC("tc")
int count_ingress(struct __sk_buff *skb)
{
	(void)skb;
	return count(0);
}

SEC("tc")
int count_egress(struct __sk_buff *skb)
{
	(void)skb;
	return count(1);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
