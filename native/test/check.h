// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_TEST_CHECK_H
#define OBSERVER_TEST_CHECK_H

#include <stdint.h>
#include <stdio.h>

#include "net.h"

extern int failures;

#define CHECK(condition, ...)                                                                                          \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			failures++;                                                                                    \
			printf("FAIL %s:%d: %s: ", __FILE__, __LINE__, #condition);                                    \
			printf(__VA_ARGS__);                                                                           \
			putchar('\n');                                                                                 \
		}                                                                                                      \
	} while (0)

/* counter.c: a program that counts and ends the chain, put there before the observer comes. */
struct counter;
struct counter *counter_attach(uint32_t ifindex, bool clsact);
void counter_reset(struct counter *counter);
uint64_t counter_read(struct counter *counter, uint32_t direction);
void counter_free(struct counter *counter);
/* Programs on the device's TCX chains, both directions. */
uint32_t tcx_programs(uint32_t ifindex);

/* test_chain.c */
uint64_t open_or_break(uint32_t ring_pages, bool clsact);
bool tcx_available(const struct net *net);
void test_left_by_sigkill(const struct net *net, bool tcx);
void test_refusals(const struct net *net);
void test_three_capabilities(const struct net *net, bool clsact);

/* test_packets.c */
void test_packets(void);

/* test_watch.c */
void test_watch(void);

/* test_rings.c */
void test_small_buffers(void);
void test_balance(void);

#endif
