// SPDX-License-Identifier: Apache-2.0
/* Under load and with buffers of all sizes, the rings lose nothing uncounted, repeat nothing, and keep the order. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "log.h"
#include "tests.h"

#define EMITS 500000
#define TURNS 20
#define BUFFER (1 << 18)

static uint8_t buffer[BUFFER] __attribute__((aligned(8)));

/* A complete IPv4 TCP SYN, so that the programs parse and track all of it, and 146 bytes of payload. */
static const uint8_t packet[200] = {[12] = 0x08, [14] = 0x45, [23] = 6, [26] = 10,   0,	   0,
				    1,		 10,	      0,	0,	     2,	   0x1f,
				    0x90,	 0,	      80,	[46] = 0x50, 0x02, [199] = 0xaa};

#define HEADERS 54

struct emitter {
	uint64_t handle;
	int cpu;
	int result;
};

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		broken("cannot run on CPU %d", cpu);
}

/* Emits one event from each CPU in turn. When they are read in order of time, every event has another CPU than the
 * last. */
static void emit_by_turns(uint64_t handle, int cpus)
{
	cpu_set_t all;

	if (sched_getaffinity(0, sizeof(all), &all))
		broken("sched_getaffinity");
	for (int i = 0; i < TURNS; i++) {
		pin(i % cpus);
		if (observer_test_run(handle, OBSERVER_FROM_NETWORK, (uintptr_t)packet, sizeof(packet), 1) < 0)
			broken("test run on CPU %d", i % cpus);
	}
	if (sched_setaffinity(0, sizeof(all), &all))
		broken("sched_setaffinity");
}

static void *emit(void *argument)
{
	struct emitter *emitter = argument;

	pin(emitter->cpu);
	emitter->result =
	    observer_test_run(emitter->handle, OBSERVER_FROM_NETWORK, (uintptr_t)packet, sizeof(packet), EMITS);
	return NULL;
}

static const uint8_t *packet_of(const struct trace_notify *notify)
{
	return (const uint8_t *)(notify + 1) + sizeof(struct connection_counts);
}

/* Returns the number of samples in the buffer. Each must be complete, and none older than the one before it. */
static uint64_t read_frames(int length, uint32_t *turns)
{
	const struct observer_frame *before = NULL;
	uint64_t samples = 0;

	for (int offset = 0; offset < length;) {
		const struct observer_frame *frame = (const struct observer_frame *)(buffer + offset);
		const struct trace_notify *notify = (const struct trace_notify *)(frame + 1);

		if (before && before->time > frame->time)
			broken("time runs backwards by %llu ns", (unsigned long long)(before->time - frame->time));
		*turns += before && before->cpu != frame->cpu;
		before = frame;
		offset += frame->size;
		if (frame->kind != OBSERVER_FRAME_SAMPLE)
			continue;
		samples++;
		if (notify->len_orig != sizeof(packet) || notify->len_cap != HEADERS ||
		    memcmp(packet_of(notify), packet, HEADERS))
			broken("a torn sample at %d of %d", offset, length);
	}
	return samples;
}

static void totals(uint64_t handle, uint64_t *attempts, uint64_t *failed)
{
	struct observer_statistic statistics[1024];
	int count = observer_statistics(handle, (uintptr_t)statistics, sizeof(statistics));

	*attempts = *failed = 0;
	CHECK(count >= 0, "observer_statistics returned %d", count);
	for (int i = 0; i < count; i++) {
		*attempts += statistics[i].attempts;
		*failed += statistics[i].failed;
	}
}

void test_balance(void)
{
	uint64_t handle = open_or_break(16, false);
	struct emitter emitters[2] = {{handle, 0, 0}, {handle, 1, 0}};
	uint64_t samples = 0, attempts, failed;
	int emitter_count = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1;
	uint64_t emits = TURNS + (uint64_t)EMITS * emitter_count;
	pthread_t threads[2];
	uint32_t turns = 0;
	int length;

	emit_by_turns(handle, emitter_count);
	for (int i = 0; i < emitter_count; i++) {
		if (pthread_create(&threads[i], NULL, emit, &emitters[i]))
			broken("pthread_create");
	}
	/* Reading starts when the rings are full, and goes on while the emitters write. */
	do {
		usleep(1000);
		totals(handle, &attempts, &failed);
	} while (failed < 1000);
	for (int i = 0; i < 20000; i++) {
		length = observer_poll(handle, (uintptr_t)buffer, BUFFER, 1);
		if (length < 0)
			broken("observer_poll returned %d", length);
		samples += read_frames(length, &turns);
		totals(handle, &attempts, &failed);
		if (attempts == emits && !length)
			break;
	}
	for (int i = 0; i < emitter_count; i++) {
		pthread_join(threads[i], NULL);
		CHECK(emitters[i].result > 0, "test run returned %d", emitters[i].result);
	}
	while ((length = observer_poll(handle, (uintptr_t)buffer, BUFFER, 0)) > 0)
		samples += read_frames(length, &turns);
	totals(handle, &attempts, &failed);
	printf("attempts %llu = read %llu + failed %llu, %u changes of CPU, %d ns per event\n",
	       (unsigned long long)attempts, (unsigned long long)samples, (unsigned long long)failed, turns,
	       emitters[0].result);
	CHECK(attempts == emits, "every emit is an attempt");
	CHECK(attempts == samples + failed, "attempts = read + lost");
	CHECK(failed && samples, "both were tried");
	CHECK(emitter_count < 2 || turns >= TURNS - 1, "the CPUs are merged");
	observer_close(handle);
}

/* IPv4 with 0 to 10 words of options and an unknown protocol, which all is header. */
static uint32_t headers_of(uint32_t number)
{
	return 14 + 20 + number % 11 * 4;
}

static void emit_headers(uint64_t handle, uint32_t number)
{
	uint8_t bytes[sizeof(packet)];

	memcpy(bytes, packet, sizeof(bytes));
	bytes[14] = 0x40 | (headers_of(number) - 14) / 4;
	bytes[23] = 253;
	memset(bytes + 34, number, headers_of(number) - 34);
	if (observer_test_run(handle, OBSERVER_TO_NETWORK, (uintptr_t)bytes, headers_of(number) + number % 3, 1) < 0)
		broken("test run of packet %u", number);
}

static bool is_packet(const struct observer_frame *frame, uint32_t number)
{
	const struct trace_notify *notify = (const struct trace_notify *)(frame + 1);
	const uint8_t *bytes = packet_of(notify);

	if (frame->kind != OBSERVER_FRAME_SAMPLE ||
	    frame->length != sizeof(*notify) + sizeof(struct connection_counts) + headers_of(number) ||
	    notify->len_cap != headers_of(number) || notify->len_orig != headers_of(number) + number % 3)
		return false;
	for (uint32_t i = 34; i < notify->len_cap; i++) {
		if (bytes[i] != (uint8_t)number)
			return false;
	}
	return true;
}

/* Sends records of many sizes hundreds of times around a small ring; the buffers that read them hold only a few. */
void test_small_buffers(void)
{
	uint64_t handle = open_or_break(1, false);
	uint32_t expected = 0, sent = 0, records = 5000;
	struct observer_statistic statistics[1024];
	int count, length;

	pin(0);
	while (expected < records) {
		for (int i = 0; i < 12 && sent < records; i++)
			emit_headers(handle, sent++);
		while ((length = observer_poll(handle, (uintptr_t)buffer, 224 + expected % 400, 0)) > 0) {
			for (int offset = 0; offset < length; expected++) {
				const struct observer_frame *frame = (const struct observer_frame *)(buffer + offset);

				if (!is_packet(frame, expected))
					broken("record %u is not the next", expected);
				offset += frame->size;
			}
		}
		if (expected != sent)
			broken("%u records of %u", expected, sent);
	}
	emit_headers(handle, 0);
	emit_headers(handle, 10);
	emit_headers(handle, 11);
	/* 184 bytes are enough for a record with 34 bytes of packet, but not with 74. */
	length = observer_poll(handle, (uintptr_t)buffer, 184, 0);
	CHECK(length > 0 && is_packet((struct observer_frame *)buffer, 0), "the first fits");
	length = observer_poll(handle, (uintptr_t)buffer, 184, 0);
	CHECK(length > 0 && is_packet((struct observer_frame *)buffer, 11), "the second is skipped");
	CHECK(observer_poll(handle, (uintptr_t)buffer, 184, 0) == 0, "then there is nothing");
	count = observer_statistics(handle, (uintptr_t)statistics, sizeof(statistics));
	CHECK(count == 2 && statistics[1].type == OBSERVER_STATISTIC_SKIPPED && statistics[1].failed == 1,
	      "one record was skipped");
	CHECK(observer_statistics(handle, (uintptr_t)statistics, sizeof(statistics[0])) == -ENOSPC, "no room");
	observer_close(handle);
}
