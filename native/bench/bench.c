// SPDX-License-Identifier: Apache-2.0
/*
 * Measures how long an event keeps the CPU that handles the packet. It compares our program (TCP in a known connection
 * of a known address; without aggregation, and with it when nothing is to be told) with a program that only writes an
 * event, with and without the kernel's time stamps. The programs
 * run in turn, so that a busy machine disturbs them equally, and the median of each is printed. Then it measures how
 * many records observer_poll reads in a second of CPU time. Needs root.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/perf_event.h>

#include "events.h"
#include "shim.h"

#define RING_PAGES 1024
#define ROUNDS 201
/* A ring has room for this many events, so the reader need not run in between. */
#define EMITS 20000
#define BUFFER (4 << 20)

enum subject { LEAST, LEAST_WITH_TIME, OBSERVER, COUNTED, SUBJECTS };

static const char *const names[SUBJECTS] = {"least event", "least event with time", "level none: an event",
					    "level medium: no event"};

static uint8_t packet[98] = {[12] = 0x08, [14] = 0x45, [23] = 6, [26] = 10, 0, 0, 1, 10, 0, 0, 2, 0x1f, 0x90, 0, 80};
static uint8_t buffer[BUFFER] __attribute__((aligned(8)));
static uint64_t handle;
static uint64_t counting; /* an observer that aggregates */
static struct perf_buffer *least_rings[2];
static int least_programs[2];
static uint64_t lost[SUBJECTS];
static uint64_t passes; /* that the reader has completed */
static bool stopped;

__attribute__((noreturn)) static void fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static void pin(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* A lost event takes less time than a written one, so the figures are valid only if few are lost. */
static enum bpf_perf_event_ret count_lost(void *lost_events, int cpu, struct perf_event_header *record)
{
	(void)cpu;
	if (record->type == PERF_RECORD_LOST)
		*(uint64_t *)lost_events += ((uint64_t *)record)[2];
	return LIBBPF_PERF_EVENT_CONT;
}

static void open_least(const char *path, bool with_time)
{
	struct bpf_object *object = bpf_object__open(path);
	struct perf_event_attr attr = {
	    .type = PERF_TYPE_SOFTWARE,
	    .size = sizeof(attr),
	    .config = PERF_COUNT_SW_BPF_OUTPUT,
	    .sample_type = PERF_SAMPLE_RAW | (with_time ? PERF_SAMPLE_TIME : 0),
	    .sample_period = 1,
	    .use_clockid = with_time,
	    .clockid = CLOCK_MONOTONIC,
	    .watermark = 1,
	    .wakeup_watermark = RING_PAGES * 4096 / 4,
	};

	if (!object || bpf_object__load(object))
		fail("cannot load bench.bpf.o (root?)");
	least_programs[with_time] = bpf_program__fd(bpf_object__find_program_by_name(object, "emit_least"));
	least_rings[with_time] = perf_buffer__new_raw(bpf_object__find_map_fd_by_name(object, "events"), RING_PAGES,
						      &attr, count_lost, &lost[with_time], NULL);
	if (!least_rings[with_time])
		fail("cannot open perf rings");
}

static void send_one(uint64_t to, uint32_t point, uint8_t tcp_flags)
{
	packet[47] = tcp_flags;
	if (observer_test_run(to, point, (uintptr_t)packet, sizeof(packet), 1) < 0)
		fail("test run");
}

/* The packet is one of the other end from here on. */
static void turn_around(void)
{
	uint8_t address[4], port[2];

	memcpy(address, packet + 26, 4);
	memcpy(packet + 26, packet + 30, 4);
	memcpy(packet + 30, address, 4);
	memcpy(port, packet + 34, 2);
	memcpy(packet + 34, packet + 36, 2);
	memcpy(packet + 36, port, 2);
}

static uint64_t open_observer(uint32_t level)
{
	struct address_key key = {.address = {[10] = 0xff, 0xff, 10, 0, 0, 1}};
	struct address_value value = {.endpoint = 7, .identity = 4242};
	struct observer_options options = {.ring_pages = RING_PAGES, .level = level, .interval_ms = 3600000};
	char error[256];
	uint64_t opened;

	if (observer_open(&opened, &options, error, sizeof(error)))
		fail(error);
	observer_map_update(opened, OBSERVER_MAP_ADDRESSES, (uintptr_t)&key, (uintptr_t)&value);
	send_one(opened, OBSERVER_FROM_ENDPOINT, 0x02); /* SYN */
	turn_around();
	send_one(opened, OBSERVER_TO_ENDPOINT, 0x12); /* SYN+ACK */
	turn_around();
	send_one(opened, OBSERVER_FROM_ENDPOINT, 0x10); /* ACK: established */
	send_one(opened, OBSERVER_FROM_ENDPOINT, 0x10);
	return opened;
}

static void *drain(void *unused)
{
	pin(sysconf(_SC_NPROCESSORS_ONLN) - 1);
	while (!__atomic_load_n(&stopped, __ATOMIC_RELAXED)) {
		perf_buffer__consume(least_rings[0]);
		perf_buffer__consume(least_rings[1]);
		while (observer_poll(handle, (uintptr_t)buffer, BUFFER, 0) > 0)
			;
		__atomic_add_fetch(&passes, 1, __ATOMIC_RELEASE);
		usleep(500);
	}
	return unused;
}

/* Waits until two passes have ended. The second one began after this call, so it has read all events from before. */
static void wait_for_reader(void)
{
	uint64_t enough = __atomic_load_n(&passes, __ATOMIC_ACQUIRE) + 2;

	while (__atomic_load_n(&passes, __ATOMIC_ACQUIRE) < enough)
		usleep(100);
}

static int run(enum subject subject)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet), .repeat = EMITS);

	if (subject >= OBSERVER)
		return observer_test_run(subject == COUNTED ? counting : handle, OBSERVER_FROM_ENDPOINT,
					 (uintptr_t)packet, sizeof(packet), EMITS);
	if (bpf_prog_test_run_opts(least_programs[subject], &options))
		fail("test run");
	return options.duration;
}

static int ascending(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static uint64_t failed_outputs(void)
{
	static struct observer_statistic statistics[1024];
	int entries = observer_statistics(handle, (uintptr_t)statistics, sizeof(statistics));
	uint64_t failed = 0;

	for (int i = 0; i < entries; i++)
		failed += statistics[i].failed;
	return failed;
}

static void bench_emit(void)
{
	int nanos[SUBJECTS][ROUNDS];
	pthread_t reader;

	if (pthread_create(&reader, NULL, drain, NULL))
		fail("pthread_create");
	pin(0);
	for (int round = 0; round < ROUNDS; round++) {
		for (int subject = 0; subject < SUBJECTS; subject++) {
			wait_for_reader();
			nanos[subject][round] = run(subject);
		}
	}
	__atomic_store_n(&stopped, true, __ATOMIC_RELAXED);
	pthread_join(reader, NULL);
	lost[OBSERVER] = failed_outputs();
	for (int subject = 0; subject < SUBJECTS; subject++)
		qsort(nanos[subject], ROUNDS, sizeof(int), ascending);
	for (int subject = 0; subject < SUBJECTS; subject++)
		printf("%-24s %4d ns per event  %.2f  (%.1f %% lost)\n", names[subject], nanos[subject][ROUNDS / 2],
		       (double)nanos[subject][ROUNDS / 2] / nanos[LEAST][ROUNDS / 2],
		       100.0 * lost[subject] / ROUNDS / EMITS);
}

static void *fill(void *cpu)
{
	pin((intptr_t)cpu);
	observer_test_run(handle, OBSERVER_FROM_ENDPOINT, (uintptr_t)packet, sizeof(packet), RING_PAGES * 4096 / 208);
	return NULL;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* Both CPUs fill their rings at the same time, so that the merge must switch between them; then one thread reads. */
static void bench_poll(void)
{
	uint64_t records = 0, turns = 0;
	double spent = 0;

	for (int round = 0; round < 50; round++) {
		pthread_t threads[2];
		uint16_t cpu = 0;
		int length;

		for (intptr_t i = 0; i < 2; i++)
			pthread_create(&threads[i], NULL, fill, (void *)i);
		for (int i = 0; i < 2; i++)
			pthread_join(threads[i], NULL);
		do {
			double begun = seconds();

			length = observer_poll(handle, (uintptr_t)buffer, BUFFER, 0);
			spent += seconds() - begun;
			for (int offset = 0; offset < length; records++) {
				struct observer_frame *frame = (struct observer_frame *)(buffer + offset);

				turns += frame->cpu != cpu;
				cpu = frame->cpu;
				offset += frame->size;
			}
		} while (length > 0);
	}
	printf("observer_poll            %.1f million records/s (%llu, the CPU changed %llu times)\n",
	       records / spent / 1e6, (unsigned long long)records, (unsigned long long)turns);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		fail("usage: bench BENCH.BPF.O");
	open_least(argv[1], false);
	open_least(argv[1], true);
	handle = open_observer(OBSERVER_LEVEL_NONE);
	counting = open_observer(OBSERVER_LEVEL_MEDIUM);
	bench_emit();
	bench_poll();
	observer_close(counting);
	observer_close(handle);
	perf_buffer__free(least_rings[0]);
	perf_buffer__free(least_rings[1]);
	return 0;
}
