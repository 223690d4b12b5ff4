// SPDX-License-Identifier: Apache-2.0
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "told.h"

static const uint32_t subtypes[OBSERVER_POINTS] = {OBSERVER_TO_ENDPOINT, OBSERVER_FROM_ENDPOINT, OBSERVER_FROM_NETWORK,
						   OBSERVER_TO_NETWORK};

uint32_t index_of(uint32_t subtype)
{
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		if (subtypes[i] == subtype)
			return i;
	}
	broken("no observation point %u", subtype);
}

void run(uint64_t handle, uint32_t point, const uint8_t *packet, uint32_t length, uint32_t repeat)
{
	int result = observer_test_run(handle, point, (uintptr_t)packet, length, repeat);

	if (result < 0)
		broken("test run: %d", result);
}

uint64_t open_counting(struct observer_options options)
{
	char error[256];
	uint64_t handle;

	options.ring_pages = options.ring_pages ? options.ring_pages : 256;
	options.level = options.level ? options.level : OBSERVER_LEVEL_MEDIUM;
	options.interval_ms = options.interval_ms ? options.interval_ms : 100;
	options.tcp_entries = options.tcp_entries ? options.tcp_entries : 4096;
	options.half_open_entries = options.half_open_entries ? options.half_open_entries : 4096;
	options.other_entries = options.other_entries ? options.other_entries : 4096;
	if (observer_open(&handle, &options, error, sizeof(error)))
		broken("observer_open: %s", error);
	return handle;
}

static void add(struct told *told, const struct trace_notify *notify)
{
	const struct connection_counts *counts = (const struct connection_counts *)(notify + 1);
	struct amount *sum = &told->sum[index_of(notify->subtype)];

	sum->packets += counts->packets;
	sum->bytes += counts->bytes;
	told->events++;
	told->swept += !!(counts->state & OBSERVER_COUNTS_SWEPT);
	told->opened += !!(counts->state & OBSERVER_COUNTS_OPENED);
	told->closed_fin += !!(counts->state & OBSERVER_COUNTS_CLOSED_FIN);
	told->closed_rst += !!(counts->state & OBSERVER_COUNTS_CLOSED_RST);
	told->closed_timeout += !!(counts->state & OBSERVER_COUNTS_CLOSED_TIMEOUT);
	told->closed_reused += !!(counts->state & OBSERVER_COUNTS_CLOSED_REUSED);
	told->replies += notify->reason == OBSERVER_REASON_REPLY;
	told->last = *counts;
	told->last_reason = notify->reason;
	told->packet_length = notify->len_cap;
	memcpy(told->packet, counts + 1, notify->len_cap);
}

void read_told(uint64_t handle, struct told *told)
{
	static uint8_t buffer[1 << 20] __attribute__((aligned(8)));
	int length;

	while ((length = observer_poll(handle, (uintptr_t)buffer, sizeof(buffer), 0)) > 0) {
		for (int offset = 0; offset < length;) {
			const struct observer_frame *frame = (const struct observer_frame *)(buffer + offset);

			if (frame->kind == OBSERVER_FRAME_SAMPLE)
				add(told, (const struct trace_notify *)(frame + 1));
			offset += frame->size;
		}
	}
	if (length < 0)
		broken("observer_poll returned %d", length);
}

static struct amount owed_by_all(uint64_t handle, struct amount owed[OBSERVER_POINTS])
{
	struct amount all = {0};

	if (observer_owed(handle, (uintptr_t)owed))
		broken("observer_owed");
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		all.packets += owed[i].packets;
		all.bytes += owed[i].bytes;
	}
	return all;
}

void settle(uint64_t handle, struct told *told)
{
	time_t deadline = time(NULL) + 3;
	struct amount owed[OBSERVER_POINTS];

	do {
		int result = observer_sweep_connections(handle);

		CHECK(!result, "a sweep returned %d", result);
		read_told(handle, told);
		usleep(10000);
	} while (owed_by_all(handle, owed).packets && time(NULL) < deadline);
}

struct observer_point point_of(uint64_t handle, uint32_t subtype)
{
	struct observer_point points[OBSERVER_POINTS];

	if (observer_points(handle, (uintptr_t)points) != OBSERVER_POINTS)
		broken("observer_points");
	return points[index_of(subtype)];
}

void check_sum(uint64_t handle, struct told *told, const char *what)
{
	struct observer_point points[OBSERVER_POINTS];
	struct amount owed[OBSERVER_POINTS];

	read_told(handle, told);
	owed_by_all(handle, owed);
	if (observer_points(handle, (uintptr_t)points) != OBSERVER_POINTS)
		broken("observer_points");
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		const struct observer_point *point = &points[i];
		uint64_t packets = told->sum[i].packets + owed[i].packets + point->limited.packets +
				   point->failed.packets + point->hidden.packets + point->filtered.packets;
		uint64_t bytes = told->sum[i].bytes + owed[i].bytes + point->limited.bytes + point->failed.bytes +
				 point->hidden.bytes + point->filtered.bytes;

		CHECK(told->sum[i].packets == point->told.packets && told->sum[i].bytes == point->told.bytes,
		      "%s, point %u: the events tell of %llu packets, the programs of %llu", what, point->subtype,
		      (unsigned long long)told->sum[i].packets, (unsigned long long)point->told.packets);
		CHECK(!point->missing.packets && !point->missing.bytes,
		      "%s, point %u: a sweep misses %llu packets and %llu bytes", what, point->subtype,
		      (unsigned long long)point->missing.packets, (unsigned long long)point->missing.bytes);
		CHECK(packets == point->seen.packets && bytes == point->seen.bytes,
		      "%s, point %u: %llu packets and %llu bytes seen; told %llu, owed %llu, limited %llu, failed %llu, "
		      "hidden %llu; missing %lld packets and %lld bytes",
		      what, point->subtype, (unsigned long long)point->seen.packets,
		      (unsigned long long)point->seen.bytes, (unsigned long long)told->sum[i].packets,
		      (unsigned long long)owed[i].packets, (unsigned long long)point->limited.packets,
		      (unsigned long long)point->failed.packets, (unsigned long long)point->hidden.packets,
		      (long long)(point->seen.packets - packets), (long long)(point->seen.bytes - bytes));
	}
}
