// SPDX-License-Identifier: Apache-2.0
/*
 * Direction, reply and counts of random conversations must be those of a model. OBSERVER_PROPERTY_SEED repeats a run,
 * OBSERVER_PROPERTY_CONVERSATIONS makes a longer one.
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "chance.h"
#include "check.h"
#include "conversation.h"
#include "events.h"
#include "model.h"
#include "shim.h"
#include "tests.h"
#include "told.h"

#define CONVERSATIONS 3000
/* So many go on at once. */
#define AT_ONCE 12
/* In one network, whose addresses have no other conversations. */
#define NETWORK_CONVERSATIONS 300
/* After so many networks, the tables could be full. */
#define NETWORKS 20
#define HOUR 3600000
/* In seconds. An emulated processor may be too slow for all of them. */
#define PATIENCE 5
#define MOST_FAILURES 5

static void print_failure(const struct sent *sent, uint32_t n, uint64_t seed, const char *what)
{
	printf("FAIL OBSERVER_PROPERTY_SEED=%" PRIu64 ": IPv%u, protocol %u, %u:%u to %u:%u in network %u, meaning %u, "
	       "piece %u, flags %02x, point %u%s: %s\n     ",
	       seed, sent->ends.ipv6 ? 6 : 4, sent->ends.protocol, sent->ends.from.host, sent->ends.from.port,
	       sent->ends.to.host, sent->ends.to.port, sent->ends.network, sent->meaning, sent->piece, sent->tcp_flags,
	       sent->passage.points[n], sent->passage.is_hairpin ? " of a hairpin" : "", what);
	for (uint32_t i = 0; i < sent->length; i++)
		printf("%02x", sent->bytes[i]);
	putchar('\n');
	failures++;
}

static uint64_t told_packets(const struct told *told)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < OBSERVER_POINTS; i++)
		sum += told->sum[i].packets;
	return sum;
}

/* Returns whether the events tell of the connection before what they must. */
static bool is_left(const struct expected *expected, const struct told *before, const struct told *told)
{
	uint64_t packets = told_packets(told) - told_packets(before);

	if (expected->event)
		packets -= told->last.packets;
	return told->swept - before->swept == expected->left_events && packets == expected->left_packets &&
	       told->closed_reused - before->closed_reused == expected->left_open;
}

static bool is_right(const struct expected *expected, const struct told *told)
{
	static const uint16_t ends = OBSERVER_COUNTS_OPENED | OBSERVER_COUNTS_CLOSED_FIN | OBSERVER_COUNTS_CLOSED_RST |
				     OBSERVER_COUNTS_CLOSED_TIMEOUT | OBSERVER_COUNTS_CLOSED_REUSED |
				     OBSERVER_COUNTS_SWEPT;
	const struct connection_counts *counts = &told->last;

	if (told->last_reason != expected->reason || !!(counts->state & OBSERVER_COUNTS_TRACKED) != expected->counted)
		return false;
	return !expected->counted ||
	       ((counts->state & ends) == expected->state && counts->packets == expected->packets &&
		counts->total_packets == expected->total_packets &&
		counts->reverse_packets == expected->reverse_packets && counts->tcp_flags == expected->tcp_flags);
}

/* Returns what is wrong with the events of a packet, or NULL. */
static const char *difference(const struct expected *expected, const struct told *before, const struct told *told)
{
	static char text[320];
	const struct connection_counts *counts = &told->last;

	if (told->events - before->events == (uint64_t)expected->event + expected->left_events &&
	    is_left(expected, before, told) && (!expected->event || is_right(expected, told)))
		return NULL;
	snprintf(text, sizeof(text),
		 "events %" PRIu64 ", not %u, of which swept %" PRIu64
		 ", not %u; reason %u, not %u; state %02x, not %02x; "
		 "packets %" PRIu64 ", not %" PRIu64 "; total %" PRIu64 ", not %" PRIu64 "; reverse %" PRIu64
		 ", not %" PRIu64 "; flags %02x, not %02x; of the one before %" PRIu64,
		 told->events - before->events, expected->event + expected->left_events, told->swept - before->swept,
		 expected->left_events, told->last_reason, expected->reason, counts->state, expected->state,
		 (uint64_t)counts->packets, expected->packets, (uint64_t)counts->total_packets, expected->total_packets,
		 (uint64_t)counts->reverse_packets, expected->reverse_packets, counts->tcp_flags, expected->tcp_flags,
		 expected->left_packets);
	return text;
}

static void pass(uint64_t handle, const struct sent *sent, uint32_t level, uint64_t seed, struct told *sum)
{
	for (uint32_t n = 0; n < sent->passage.count; n++) {
		struct expected expected = model_expect(sent, n, level);
		struct told before;
		const char *what;

		run(handle, sent->passage.points[n], sent->bytes, sent->length, 1);
		before = *sum;
		read_told(handle, sum);
		what = difference(&expected, &before, sum);
		if (what)
			print_failure(sent, n, seed, what);
	}
}

/* Runs the conversations of one network, some at once. */
static uint32_t run_network(uint64_t handle, uint16_t network, uint32_t level, uint64_t seed, struct told *sum)
{
	static struct conversation conversations[AT_ONCE];
	uint32_t begun = 0, going = 0;

	model_clear();
	while (failures < MOST_FAILURES && (begun < NETWORK_CONVERSATIONS || going)) {
		struct conversation *conversation;

		if (going < AT_ONCE && begun < NETWORK_CONVERSATIONS) {
			conversation_by_chance(&conversations[going++], network);
			begun++;
			continue;
		}
		conversation = &conversations[chance_below(going)];
		pass(handle, &conversation->packets[conversation->next++], level, seed, sum);
		if (conversation->next == conversation->count)
			*conversation = conversations[--going];
	}
	return begun;
}

static uint32_t run_level(uint32_t level, uint32_t wanted, uint64_t seed)
{
	struct observer_options options = {.ring_pages = 8,
					   .level = level,
					   .interval_ms = HOUR,
					   .untracked_rate = INT32_MAX,
					   .tcp_timeout_ms = HOUR,
					   .half_open_timeout_ms = HOUR,
					   .closed_timeout_ms = HOUR,
					   .other_timeout_ms = HOUR,
					   .tcp_entries = 65536,
					   .half_open_entries = 65536,
					   .other_entries = 65536};
	time_t deadline = time(NULL) + PATIENCE;
	struct told sum = {0};
	uint32_t begun = 0;
	char error[256];
	uint64_t handle;

	if (observer_open(&handle, &options, error, sizeof(error)))
		broken("%s", error);
	for (uint16_t network = 0; network < NETWORKS && begun < wanted && time(NULL) < deadline; network++)
		begun += run_network(handle, network, level, seed, &sum);
	check_sum(handle, &sum, "conversations");
	observer_close(handle);
	return begun;
}

static uint64_t number(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

void test_properties(void)
{
	uint32_t wanted = number("OBSERVER_PROPERTY_CONVERSATIONS", CONVERSATIONS);
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		broken("getrandom");
	seed = number("OBSERVER_PROPERTY_SEED", seed);
	chance_seed(seed);
	for (uint32_t begun = 0, level = 0; begun < wanted && failures < MOST_FAILURES; level++)
		begun += run_level(level % 3, (wanted - begun) / (3 - level % 3), seed);
}
