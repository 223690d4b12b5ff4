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

int main(void)
{
	print_trace_notify();
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
	STRUCT(observer_link);
	FIELD(observer_link, ifindex);
	FIELD(observer_link, flags);
	FIELD(observer_link, name);
	STRUCT(observer_place);
	FIELD(observer_place, state);
	FIELD(observer_place, program);
	FIELD(observer_place, name);
	return 0;
}
