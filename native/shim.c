// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "attach.h"
#include "capabilities.h"
#include "connection.h"
#include "events.h"
#include "message.h"
#include "observer.h"
#include "rings.h"
#include "shim.h"
#include "sweep.h"

#define DEFAULT_INTERVAL 5
#define DEFAULT_UNTRACKED_RATE 1000
/* In seconds; those of Cilium. */
#define DEFAULT_TCP_TIMEOUT 8000
#define DEFAULT_HALF_OPEN_TIMEOUT 60
#define DEFAULT_CLOSED_TIMEOUT 10
#define DEFAULT_OTHER_TIMEOUT 60

extern const char observer_object[];
extern const char observer_object_end[];

/* The first warning of libbpf in this thread's call. Later ones only say what followed from it. */
static __thread char complaint[256];

static int keep_complaint(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (level == LIBBPF_WARN && !complaint[0]) {
		vsnprintf(complaint, sizeof(complaint), format, arguments);
		complaint[strcspn(complaint, "\n")] = 0;
	}
	return 0;
}

/* Must run before any code of libbpf, because its default printer would use a stderr that is NULL (static_link.c). */
__attribute__((constructor)) static void set_printer(void)
{
	libbpf_set_print(keep_complaint);
}

/* Maps the programs' only variable, address_generation. */
static int map_generation(struct observer *observer, struct message *error)
{
	int fd = bpf_object__find_map_fd_by_name(observer->object, ".data");
	void *memory = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	int result = -errno;

	if (memory != MAP_FAILED) {
		observer->address_generation = memory;
		return 0;
	}
	message_set(error, "cannot map the memory of the eBPF programs: %s", strerror(-result));
	return result;
}

static uint32_t ticks(uint32_t milliseconds, uint32_t default_seconds)
{
	uint64_t nanos = milliseconds ? milliseconds * 1000000ULL : default_seconds * 1000000000ULL;

	return nanos >> TICK_SHIFT ? nanos >> TICK_SHIFT : 1;
}

static struct observer_settings settings_of(const struct observer_options *options)
{
	return (struct observer_settings){
	    .level = options->level,
	    .interval = ticks(options->interval_ms, DEFAULT_INTERVAL),
	    .untracked_rate = options->untracked_rate ? options->untracked_rate : DEFAULT_UNTRACKED_RATE,
	    .tcp_timeout = ticks(options->tcp_timeout_ms, DEFAULT_TCP_TIMEOUT),
	    .half_open_timeout = ticks(options->half_open_timeout_ms, DEFAULT_HALF_OPEN_TIMEOUT),
	    .closed_timeout = ticks(options->closed_timeout_ms, DEFAULT_CLOSED_TIMEOUT),
	    .other_timeout = ticks(options->other_timeout_ms, DEFAULT_OTHER_TIMEOUT),
	    .event_rate = options->event_rate,
	    .event_burst = options->event_burst ? options->event_burst : options->event_rate,
	    .filter_rules = options->filter_rules,
	    .observe_arp = !!(options->flags & OBSERVER_OPEN_ARP),
	    .coarse_clock = libbpf_probe_bpf_helper(BPF_PROG_TYPE_SCHED_CLS, BPF_FUNC_ktime_get_coarse_ns, NULL) == 1,
	};
}

/* Sets the programs' constants. */
static int set_constants(struct observer *observer, const struct observer_settings *settings, struct message *error)
{
	struct bpf_map *constants = bpf_object__find_map_by_name(observer->object, ".rodata.settings");
	int result = constants ? bpf_map__set_initial_value(constants, settings, sizeof(*settings)) : -ENOENT;

	if (result)
		message_set(error, "cannot set the constants of the eBPF programs: %s", strerror(-result));
	return result;
}

static int set_filter(struct observer *observer, const struct observer_options *options, struct message *error)
{
	int fd = bpf_object__find_map_fd_by_name(observer->object, "filters");
	struct filter_rule rules[OBSERVER_FILTER_RULES] = {0};
	uint32_t zero = 0;
	int result;

	if (!options->filter_rules)
		return 0;
	memcpy(rules, address_of(options->filter), options->filter_rules * sizeof(*rules));
	result = bpf_map_update_elem(fd, &zero, rules, BPF_ANY) ? -errno : 0;
	if (result)
		message_set(error, "cannot set the filter: %s", strerror(-result));
	return result;
}

static int load(struct observer *observer, const struct observer_options *wanted, struct message *error)
{
	struct observer_settings settings = settings_of(wanted);
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "observer");
	int result;

	observer->coarse_clock = settings.coarse_clock;
	observer->object = bpf_object__open_mem(observer_object, observer_object_end - observer_object, &options);
	if (!observer->object) {
		result = -errno;
		message_set(error, "cannot read the eBPF programs: %s (%s)", strerror(-result), complaint);
		return result;
	}
	result = set_constants(observer, &settings, error);
	if (!result)
		result = tables_resize(observer, wanted, error);
	if (result)
		return result;
	result = bpf_object__load(observer->object);
	/* libbpf's warning about a refusal is long and only guesses the reason; explain_refusal knows more. */
	if (result == -EPERM || result == -EACCES)
		message_set(error, "cannot load the eBPF programs: %s", strerror(-result));
	else if (result)
		message_set(error, "cannot load the eBPF programs: %s (%s)", strerror(-result), complaint);
	if (result)
		return result;
	observer->events_fd = bpf_object__find_map_fd_by_name(observer->object, "events");
	observer->outputs_fd = bpf_object__find_map_fd_by_name(observer->object, "outputs");
	observer->addresses_fd = bpf_object__find_map_fd_by_name(observer->object, "addresses");
	observer->tallies_fd = bpf_object__find_map_fd_by_name(observer->object, "tallies");
	result = set_filter(observer, wanted, error);
	if (!result)
		result = map_generation(observer, error);
	return result ? result : sweeper_open(observer, &settings, error);
}

int observer_open(uint64_t *handle, const struct observer_options *options, char *error, uint32_t error_size)
{
	char unwanted[1];
	struct message message = {error_size ? error : unwanted, error_size ? error_size : sizeof(unwanted)};
	struct observer *observer;
	int result;

	message.text[0] = 0;
	if (!handle || !options || options->flags & ~(OBSERVER_OPEN_CLSACT | OBSERVER_OPEN_ARP) ||
	    options->level > OBSERVER_LEVEL_MAXIMUM || options->filter_rules > OBSERVER_FILTER_RULES)
		return -EINVAL;
	*handle = 0;
	complaint[0] = 0;
	observer = calloc(1, sizeof(*observer));
	if (!observer)
		return -ENOMEM;
	observer->epoll_fd = -1;
	pthread_mutex_init(&observer->lock, NULL);
	result = load(observer, options, &message);
	if (!result)
		result = rings_open(observer, options->ring_pages, &message);
	if (result)
		goto failed;
	observer->tcx = !(options->flags & OBSERVER_OPEN_CLSACT) && tcx_supported(observer);
	*handle = (uintptr_t)observer;
	return 0;
failed:
	if (!message.text[0])
		message_set(&message, "cannot open the observer: %s", strerror(-result));
	if (result == -EPERM || result == -EACCES)
		explain_refusal(&message);
	observer_close((uintptr_t)observer);
	return result;
}

int observer_map_update(uint64_t handle, uint32_t map, uint64_t key, uint64_t value)
{
	struct observer *observer = observer_of(handle);
	int result;

	if (!observer || map != OBSERVER_MAP_ADDRESSES || !key)
		return -EINVAL;
	result = value ? bpf_map_update_elem(observer->addresses_fd, address_of(key), address_of(value), BPF_ANY)
		       : bpf_map_delete_elem(observer->addresses_fd, address_of(key));
	/* After the change: a program that reads the table in between stores its result with the old generation. */
	__atomic_add_fetch(observer->address_generation, 1, __ATOMIC_RELEASE);
	return result == -ENOENT ? 0 : result;
}

/* Adds an entry if there is room for it. */
static bool add_statistic(struct observer_statistic **next, const struct observer_statistic *end,
			  struct observer_statistic entry)
{
	if (end - *next < 1)
		return false;
	*(*next)++ = entry;
	return true;
}

int observer_statistics(uint64_t handle, uint64_t buffer, uint32_t capacity)
{
	struct observer *observer = observer_of(handle);
	struct observer_statistic *first = address_of(buffer), *next = first;
	int cpus = libbpf_num_possible_cpus();
	struct output_count *counts;
	uint64_t skipped;
	bool room = true;

	if (!observer || !buffer || cpus <= 0)
		return -EINVAL;
	const struct observer_statistic *end = first + capacity / sizeof(*first);

	counts = calloc(cpus, sizeof(*counts));
	if (!counts)
		return -ENOMEM;
	for (uint32_t type = 0; !bpf_map_lookup_elem(observer->outputs_fd, &type, counts); type++) {
		for (int cpu = 0; cpu < cpus; cpu++) {
			struct observer_statistic entry = {cpu, type, counts[cpu].attempts, counts[cpu].failed,
							   counts[cpu].suppressed};

			if (entry.attempts || entry.suppressed)
				room = room && add_statistic(&next, end, entry);
		}
	}
	free(counts);
	skipped = __atomic_load_n(&observer->skipped, __ATOMIC_RELAXED);
	if (skipped)
		room = room && add_statistic(
				   &next, end,
				   (struct observer_statistic){.type = OBSERVER_STATISTIC_SKIPPED, .failed = skipped});
	return room ? next - first : -ENOSPC;
}

int observer_test_run(uint64_t handle, uint32_t program, uint64_t packet, uint32_t packet_length, uint32_t repeat)
{
	LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = address_of(packet), .data_size_in = packet_length,
		    .repeat = repeat);
	struct observer *observer = observer_of(handle);
	struct bpf_program *found = observer ? program_at(observer, program, false) : NULL;
	int result;

	if (!found || !packet)
		return -EINVAL;
	result = bpf_prog_test_run_opts(bpf_program__fd(found), &run);
	return result ? result : (int)run.duration;
}

int observer_features(uint64_t handle, char *text, uint32_t size)
{
	struct observer *observer = observer_of(handle);
	struct utsname kernel;

	if (!observer || !text || !size)
		return -EINVAL;
	if (uname(&kernel))
		return -errno;
	snprintf(text, size, "attach=%s clock=%s membarrier=%s rings=%u ring_bytes=%llu libbpf=%u.%u kernel=%s",
		 observer->tcx ? "tcx" : "clsact", observer->coarse_clock ? "coarse" : "exact",
		 observer_can_wait() ? "yes" : "no", observer->ring_count, (unsigned long long)observer->ring_bytes,
		 libbpf_major_version(), libbpf_minor_version(), kernel.release);
	return 0;
}

void observer_close(uint64_t handle)
{
	struct observer *observer = observer_of(handle);

	if (!observer)
		return;
	detach_all(observer);
	rings_close(observer);
	sweeper_close(observer);
	if (observer->address_generation)
		munmap(observer->address_generation, getpagesize());
	bpf_object__close(observer->object);
	pthread_mutex_destroy(&observer->lock);
	free(observer);
}
