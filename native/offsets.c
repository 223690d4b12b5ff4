// SPDX-License-Identifier: Apache-2.0
/* Prints "struct size" and "struct.field offset size" lines for every struct of events.h. */
#include <stddef.h>
#include <stdio.h>

#include "events.h"

#define STRUCT(S) printf(#S " %zu\n", sizeof(struct S))
#define FIELD(S, F) printf(#S "." #F " %zu %zu\n", offsetof(struct S, F), sizeof(((struct S *)0)->F))

static void print_trace_notify(void)
{
	STRUCT(trace_notify);
	FIELD(trace_notify, type);
	FIELD(trace_notify, subtype);
	FIELD(trace_notify, source);
	FIELD(trace_notify, hash);
	FIELD(trace_notify, len_orig);
	FIELD(trace_notify, len_cap);
	FIELD(trace_notify, version);
	FIELD(trace_notify, src_label);
	FIELD(trace_notify, dst_label);
	FIELD(trace_notify, dst_id);
	FIELD(trace_notify, reason);
	FIELD(trace_notify, flags);
	FIELD(trace_notify, ifindex);
	FIELD(trace_notify, orig_ip);
	FIELD(trace_notify, ip_trace_id);
}

static void print_options(void)
{
	STRUCT(observer_options);
	FIELD(observer_options, ring_pages);
	FIELD(observer_options, flags);
	FIELD(observer_options, level);
	FIELD(observer_options, interval_ms);
	FIELD(observer_options, tcp_entries);
	FIELD(observer_options, half_open_entries);
	FIELD(observer_options, other_entries);
	FIELD(observer_options, event_rate);
	FIELD(observer_options, event_burst);
	FIELD(observer_options, filter_rules);
	FIELD(observer_options, filter);
	STRUCT(filter_rule);
	FIELD(filter_rule, network);
	FIELD(filter_rule, mask);
	FIELD(filter_rule, port_low);
	FIELD(filter_rule, port_high);
	FIELD(filter_rule, endpoint);
	FIELD(filter_rule, protocol);
	FIELD(filter_rule, action);
}

static void print_point(void)
{
	STRUCT(observer_point);
	FIELD(observer_point, subtype);
	FIELD(observer_point, padding);
	FIELD(observer_point, seen);
	FIELD(observer_point, told);
	FIELD(observer_point, limited);
	FIELD(observer_point, failed);
	FIELD(observer_point, hidden);
	FIELD(observer_point, filtered);
	FIELD(observer_point, owed);
	FIELD(observer_point, missing);
	FIELD(observer_point, returned);
	FIELD(observer_point, skbs);
	FIELD(observer_point, length);
	FIELD(observer_point, refused);
	STRUCT(observer_table);
	FIELD(observer_table, table);
	FIELD(observer_table, capacity);
	FIELD(observer_table, entries);
	FIELD(observer_table, padding);
}

int main(void)
{
	print_trace_notify();
	print_options();
	print_point();
	STRUCT(connection_counts);
	FIELD(connection_counts, packets);
	FIELD(connection_counts, bytes);
	FIELD(connection_counts, total_packets);
	FIELD(connection_counts, total_bytes);
	FIELD(connection_counts, reverse_packets);
	FIELD(connection_counts, reverse_bytes);
	FIELD(connection_counts, age);
	FIELD(connection_counts, tcp_flags);
	FIELD(connection_counts, reverse_tcp_flags);
	FIELD(connection_counts, state);
	STRUCT(address_key);
	FIELD(address_key, address);
	STRUCT(address_value);
	FIELD(address_value, endpoint);
	FIELD(address_value, identity);
	STRUCT(output_count);
	FIELD(output_count, attempts);
	FIELD(output_count, failed);
	STRUCT(observer_frame);
	FIELD(observer_frame, size);
	FIELD(observer_frame, kind);
	FIELD(observer_frame, cpu);
	FIELD(observer_frame, length);
	FIELD(observer_frame, reserved);
	FIELD(observer_frame, time);
	STRUCT(observer_statistic);
	FIELD(observer_statistic, cpu);
	FIELD(observer_statistic, type);
	FIELD(observer_statistic, attempts);
	FIELD(observer_statistic, failed);
	FIELD(observer_statistic, suppressed);
	STRUCT(observer_link);
	FIELD(observer_link, ifindex);
	FIELD(observer_link, flags);
	FIELD(observer_link, name);
	STRUCT(observer_address);
	FIELD(observer_address, address);
	FIELD(observer_address, ifindex);
	FIELD(observer_address, prefix_length);
	STRUCT(observer_place);
	FIELD(observer_place, state);
	FIELD(observer_place, program);
	FIELD(observer_place, name);
	return 0;
}
