// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The filter that hides connections from events, and the address table that it and the events need. */
#ifndef OBSERVER_HIDE_H
#define OBSERVER_HIDE_H

#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "maps.h"
#include "work.h"

static __always_inline __u16 endpoint_in_table(__u64 first, __u64 second)
{
	__u64 key[2] = {first, second};
	struct address_value *value = bpf_map_lookup_elem(&addresses, key);

	return value ? value->endpoint : 0;
}

static __always_inline bool is_inside(const __u64 *address, const struct filter_rule *rule)
{
	const __u64 *network = (const __u64 *)rule->network, *mask = (const __u64 *)rule->mask;

	return !((address[0] & mask[0]) ^ network[0]) && !((address[1] & mask[1]) ^ network[1]);
}

static __always_inline bool is_within(__u16 port, const struct filter_rule *rule)
{
	return port >= rule->port_low && port <= rule->port_high;
}

static __always_inline bool has_endpoint(const struct packet *packet, __u16 endpoint)
{
	return endpoint_in_table(packet->source[0], packet->source[1]) == endpoint ||
	       endpoint_in_table(packet->destination[0], packet->destination[1]) == endpoint;
}

static __always_inline bool matches(const struct packet *packet, const struct filter_rule *rule)
{
	if (rule->protocol && rule->protocol != packet->protocol)
		return false;
	if (!is_within(bpf_ntohs(packet->ports), rule) && !is_within(bpf_ntohs(packet->ports >> 16), rule))
		return false;
	if (!is_inside(packet->source, rule) && !is_inside(packet->destination, rule))
		return false;
	return !rule->endpoint || has_endpoint(packet, rule->endpoint);
}

/* Returns whether the filter hides the packet, and with it the connection that it begins. Global (work.h). */
__noinline int is_hidden(struct __sk_buff *skb)
{
	struct work *work = work_here();
	__u32 zero = 0;
	const struct filter *filter = bpf_map_lookup_elem(&filters, &zero);
	bool allows = false;

	if (!work || !filter)
		return 0;
	for (int i = 0; i < OBSERVER_FILTER_RULES; i++) {
		const struct filter_rule *rule = &filter->rules[i];

		if (i >= settings.filter_rules)
			break;
		if (matches(&work->packet, rule))
			return rule->action == OBSERVER_FILTER_DENY;
		allows |= rule->action == OBSERVER_FILTER_ALLOW;
	}
	return allows && skb->len;
}

static __always_inline bool is_filtered(struct __sk_buff *skb)
{
	return settings.filter_rules && is_hidden(skb);
}

#endif
