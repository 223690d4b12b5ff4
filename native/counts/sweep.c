// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <linux/membarrier.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "account.h"
#include "batch.h"
#include "connection.h"
#include "events.h"
#include "observer.h"
#include "owners.h"
#include "shim.h"
#include "sweep.h"

/* So many entries are read with one system call. */
#define BATCH 4096
#define TCP_ACK 0x10
#define DEFAULT_TCP 65536
#define DEFAULT_HALF_OPEN 32768
#define DEFAULT_OTHER 65536

enum { TCP4, TCP6, HALF_OPEN4, HALF_OPEN6, OTHER4, OTHER6 };

static const char *const names[OBSERVER_TABLES] = {"tcp4", "tcp6", "half_open4", "half_open6", "other4", "other6"};

struct table {
	int map_fd;
	int program_fd;
	uint32_t key_size;
	uint32_t capacity;
	uint32_t entries; /* that the last sweep has met; written by a sweep, read by any thread */
};

/* An entry that is dead, and is removed once no program can use it any more. */
struct grave {
	uint32_t table;
	union connection_key key;
};

struct sweeper {
	struct observer_settings settings;
	struct table tables[OBSERVER_TABLES];
	pthread_mutex_t lock; /* one sweep at a time */
	struct grave *graves;
	uint32_t grave_count;
	uint32_t grave_capacity;
	uint32_t swept_at; /* tick of the last sweep of all tables */
	bool waits;	   /* the kernel can wait for programs, see wait_for_programs */
	struct account account;
	uint8_t keys[BATCH * sizeof(struct ipv6_connection_key)] __attribute__((aligned(8)));
	struct connection values[BATCH];
};

static bool is_ipv6(uint32_t table)
{
	return table & 1;
}

static uint32_t capacity_of(const struct observer_options *options, uint32_t table)
{
	static const uint32_t defaults[] = {DEFAULT_TCP, DEFAULT_HALF_OPEN, DEFAULT_OTHER};
	const uint32_t asked[] = {options->tcp_entries, options->half_open_entries, options->other_entries};

	uint32_t entries = asked[table / 2] ? asked[table / 2] : defaults[table / 2];

	return is_ipv6(table) && entries > 1 ? entries / 2 : entries;
}

int tables_resize(struct observer *observer, const struct observer_options *options, struct message *error)
{
	for (uint32_t i = 0; i < OBSERVER_TABLES; i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(observer->object, names[i]);
		int result = map ? bpf_map__set_max_entries(map, capacity_of(options, i)) : -ENOENT;

		if (result) {
			message_set(error, "cannot set the size of the table %s: %s", names[i], strerror(-result));
			return result;
		}
	}
	return 0;
}

int sweeper_open(struct observer *observer, const struct observer_settings *settings, struct message *error)
{
	struct sweeper *sweeper = calloc(1, sizeof(*sweeper));

	if (!sweeper)
		return -ENOMEM;
	observer->sweeper = sweeper;
	pthread_mutex_init(&sweeper->lock, NULL);
	sweeper->settings = *settings;
	sweeper->waits = observer_can_wait();
	for (uint32_t i = 0; i < OBSERVER_TABLES; i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(observer->object, names[i]);
		struct bpf_program *program;
		char name[32] = "sweep_";

		strcat(name, names[i]);
		program = bpf_object__find_program_by_name(observer->object, name);
		if (!map || !program) {
			message_set(error, "the eBPF programs have no table %s, or no program for it", names[i]);
			return -ENOENT;
		}
		sweeper->tables[i] = (struct table){
		    .map_fd = bpf_map__fd(map),
		    .program_fd = bpf_program__fd(program),
		    .key_size = bpf_map__key_size(map),
		    .capacity = bpf_map__max_entries(map),
		};
	}
	return 0;
}

void sweeper_close(struct observer *observer)
{
	struct sweeper *sweeper = observer->sweeper;

	if (!sweeper)
		return;
	pthread_mutex_destroy(&sweeper->lock);
	free(sweeper->graves);
	free(sweeper);
}

const struct account *sweeper_account(const struct sweeper *sweeper)
{
	return &sweeper->account;
}

int observer_can_wait(void)
{
	long commands = syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0);

	return commands > 0 && commands & MEMBARRIER_CMD_GLOBAL;
}

static uint32_t tick_now(const struct observer *observer)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((uint64_t)now.tv_sec * 1000000000 + now.tv_nsec - observer->clock_offset) >> TICK_SHIFT;
}

/* Runs the sweep program on one entry. Returns what it returns, or -errno. */
static int run(const struct table *table, uint16_t action, const void *key, const struct connection *entry)
{
	/* The kernel runs no program on a frame that says that it is IP and has no IP header. */
	struct sweep_request request = {.ethernet = {[12] = 0xff, [13] = 0xff}, .action = action};
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = &request, .data_size_in = sizeof(request), .repeat = 1);

	memcpy(&request.key, key, table->key_size);
	if (entry) {
		request.seen[END_LOW] = entry->ends[END_LOW].seen;
		request.seen[END_HIGH] = entry->ends[END_HIGH].seen;
	}
	if (bpf_prog_test_run_opts(table->program_fd, &options))
		return -errno;
	return options.retval;
}

/* Remembers a dead entry. Without memory for it, the next sweep meets the entry again. */
static void dig(struct sweeper *sweeper, uint32_t table, const void *key)
{
	struct grave *grave;

	if (sweeper->grave_count == sweeper->grave_capacity) {
		uint32_t capacity = sweeper->grave_capacity ? sweeper->grave_capacity * 2 : 256;
		struct grave *more = realloc(sweeper->graves, capacity * sizeof(*more));

		if (!more)
			return;
		sweeper->graves = more;
		sweeper->grave_capacity = capacity;
	}
	grave = &sweeper->graves[sweeper->grave_count++];
	memset(grave, 0, sizeof(*grave));
	grave->table = table;
	memcpy(&grave->key, key, sweeper->tables[table].key_size);
}

/*
 * Waits until all programs that run now have ended (the kernel's RCU grace period, up to some 10 ms). Only they can
 * still add to an entry that was marked dead before. A kernel with nohz_full CPUs refuses: then what one of them adds
 * after this, which takes nanoseconds, is not told.
 */
static void wait_for_programs(void)
{
	syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

/* Tells the rest of the dead entries and removes them. The next sweep finds one again whose counts could not be told.
 */
static int bury(struct sweeper *sweeper)
{
	int error = 0;

	if (sweeper->grave_count)
		wait_for_programs();
	for (uint32_t i = 0; i < sweeper->grave_count; i++) {
		const struct grave *grave = &sweeper->graves[i];
		const struct table *table = &sweeper->tables[grave->table];
		int result = run(table, SWEEP_BURY, &grave->key, NULL);

		if (result == SWEEP_DONE)
			bpf_map_delete_elem(table->map_fd, &grave->key);
		else if (result < 0)
			error = result;
	}
	sweeper->grave_count = 0;
	return error;
}

static bool passed(uint32_t tick, uint32_t since, uint32_t ticks)
{
	return (int32_t)(tick - since) > (int32_t)ticks;
}

/* Both ends have acknowledged. */
static bool is_established(const struct connection *entry)
{
	return entry->ends[END_LOW].tcp_flags & entry->ends[END_HIGH].tcp_flags & TCP_ACK;
}

/* The second entry of a hairpin is among those that are not TCP, whatever it counts. */
static bool is_tcp(uint32_t table, const void *key)
{
	if (table < OTHER4)
		return true;
	return (is_ipv6(table) ? ((const struct ipv6_connection_key *)key)->protocol
			       : ((const struct ipv4_connection_key *)key)->protocol) == IPPROTO_TCP;
}

static bool is_over(const struct sweeper *sweeper, uint32_t table, const void *key, const struct connection *entry,
		    uint32_t tick)
{
	const struct observer_settings *settings = &sweeper->settings;
	uint32_t timeout = settings->tcp_timeout;

	if (!is_tcp(table, key))
		timeout = settings->other_timeout;
	else if (entry->state & CONNECTION_CLOSED)
		timeout = settings->closed_timeout;
	else if (table >= OTHER4 ? !is_established(entry) : table >= HALF_OPEN4)
		timeout = settings->half_open_timeout;
	return passed(tick, entry->ends[END_LOW].seen, timeout) && passed(tick, entry->ends[END_HIGH].seen, timeout);
}

static bool owes(const struct sweeper *sweeper, const struct connection_direction *direction, uint32_t tick)
{
	return (direction->packets != direction->told_packets || direction->bytes != direction->told_bytes) &&
	       passed(tick, direction->told_at, sweeper->settings.interval);
}

/* Does what one entry needs. Returns a negative number on failure. */
static int visit(struct sweeper *sweeper, uint32_t number, const void *key, const struct connection *entry,
		 uint32_t tick)
{
	const struct table *table = &sweeper->tables[number];
	int result = 0;

	if (entry->state & CONNECTION_DEAD) {
		dig(sweeper, number, key);
	} else if (!(entry->state & CONNECTION_LIVE)) {
		return 0;
	} else if (is_over(sweeper, number, key, entry, tick)) {
		result = run(table, SWEEP_KILL, key, entry);
		if (result == SWEEP_DONE || result == SWEEP_FAILED)
			dig(sweeper, number, key);
	} else if (owes(sweeper, &entry->ends[END_LOW], tick) || owes(sweeper, &entry->ends[END_HIGH], tick)) {
		result = run(table, SWEEP_TELL, key, entry);
	}
	return result < 0 ? result : 0;
}

/* Calls visit for each entry of a table. */
static int walk(struct sweeper *sweeper, uint32_t number, uint32_t tick, struct account *account)
{
	struct table *table = &sweeper->tables[number];
	struct batch batch = {0};
	uint32_t entries = 0;

	while (!batch.ended) {
		int count = batch_next(table->map_fd, &batch, sweeper->keys, sweeper->values, BATCH);

		if (count < 0)
			return count;
		for (int i = 0; i < count; i++) {
			int result;

			if (account)
				add_owed(&sweeper->values[i], account->owed);
			result = visit(sweeper, number, sweeper->keys + i * table->key_size, &sweeper->values[i], tick);
			if (result < 0)
				return result;
		}
		entries += count;
	}
	__atomic_store_n(&table->entries, entries, __ATOMIC_RELAXED);
	return 0;
}

static int walk_two(struct sweeper *sweeper, uint32_t number, uint32_t tick, struct account *account)
{
	int result = walk(sweeper, number, tick, account);

	return result ? result : walk(sweeper, number + 1, tick, account);
}

/* Sweeps all tables, and looks whether anything is missing. */
static int sweep_all(struct observer *observer, struct sweeper *sweeper, uint32_t tick)
{
	struct account *account = sweeper->waits ? &sweeper->account : NULL;
	int result = account ? account_begin(observer, account) : 0, buried;

	if (account)
		wait_for_programs();
	if (!result)
		result = walk_two(sweeper, HALF_OPEN4, tick, account);
	/* What is on its way from there to tcp must have arrived. */
	if (account)
		wait_for_programs();
	if (!result)
		result = walk_two(sweeper, TCP4, tick, account);
	if (!result)
		result = walk_two(sweeper, OTHER4, tick, account);
	buried = bury(sweeper);
	if (account && !result) {
		wait_for_programs();
		result = account_end(observer, account);
	}
	return result ? result : buried;
}

static int pass_on(struct observer *observer)
{
	struct sweeper *sweeper = observer->sweeper;

	return owners_pass_on(observer, (struct ipv6_connection_key *)sweeper->keys, (struct owner *)sweeper->values,
			      BATCH);
}

int observer_sweep_connections(uint64_t handle)
{
	struct observer *observer = observer_of(handle);
	struct sweeper *sweeper = observer ? observer->sweeper : NULL;
	int result, passed_on, buried;
	uint32_t tick;

	if (!sweeper)
		return -EINVAL;
	pthread_mutex_lock(&sweeper->lock);
	tick = tick_now(observer);
	passed_on = pass_on(observer); /* before the swept events, which say who counts */
	if (!sweeper->swept_at || tick - sweeper->swept_at >= sweeper->settings.interval) {
		sweeper->swept_at = tick;
		result = sweep_all(observer, sweeper, tick);
	} else {
		result = walk_two(sweeper, HALF_OPEN4, tick, NULL);
		buried = bury(sweeper);
		result = result ? result : buried;
	}
	pthread_mutex_unlock(&sweeper->lock);
	return result ? result : passed_on;
}

int observer_owed(uint64_t handle, uint64_t amounts)
{
	struct observer *observer = observer_of(handle);
	struct sweeper *sweeper = observer ? observer->sweeper : NULL;
	struct amount *owed = address_of(amounts);
	int result = 0;

	if (!sweeper || !owed)
		return -EINVAL;
	memset(owed, 0, OBSERVER_POINTS * sizeof(*owed));
	pthread_mutex_lock(&sweeper->lock);
	for (uint32_t i = 0; i < OBSERVER_TABLES && !result; i++) {
		union connection_key key, *previous = NULL;

		while (!(result = bpf_map_get_next_key(sweeper->tables[i].map_fd, previous, &key))) {
			if (!bpf_map_lookup_elem(sweeper->tables[i].map_fd, &key, &sweeper->values[0]))
				add_owed(&sweeper->values[0], owed);
			previous = &key;
		}
		result = errno == ENOENT ? 0 : -errno;
	}
	pthread_mutex_unlock(&sweeper->lock);
	return result;
}

int observer_tables(uint64_t handle, uint64_t buffer)
{
	struct observer *observer = observer_of(handle);
	struct observer_table *tables = address_of(buffer);

	if (!observer || !observer->sweeper || !tables)
		return -EINVAL;
	for (uint32_t i = 0; i < OBSERVER_TABLES; i++) {
		struct table *table = &observer->sweeper->tables[i];

		tables[i] = (struct observer_table){
		    .table = i,
		    .capacity = table->capacity,
		    .entries = __atomic_load_n(&table->entries, __ATOMIC_RELAXED),
		};
	}
	return OBSERVER_TABLES;
}
