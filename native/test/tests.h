// SPDX-License-Identifier: Apache-2.0
/* The tests that test_shim runs, by the file that defines them. */
#ifndef OBSERVER_TESTS_H
#define OBSERVER_TESTS_H

#include <stdbool.h>

#include "net.h"

/* test_chain.c */
bool tcx_available(const struct net *net);
void test_left_by_sigkill(const struct net *net, bool tcx);
void test_refusals(const struct net *net);
void test_three_capabilities(const struct net *net, bool clsact);

/* test_place.c */
void test_places(const struct net *net, bool clsact, bool tcx);

/* test_qdisc.c */
void test_qdisc(const struct net *net);

/* test_packets.c */
void test_packets(void);

/* test_counts.c */
void test_counts(void);

/* test_properties.c */
void test_properties(void);

/* test_reuse.c */
void test_reuse(void);

/* test_tunnel.c */
void test_tunnel(void);

/* test_wire.c */
void test_wire(const struct net *net);

/* test_links.c */
void test_links(const struct net *net);
/* test_capture.c */
void test_capture(void);

/* test_watch.c */
void test_watch(const struct net *net);

/* test_rings.c */
void test_small_buffers(void);
void test_balance(void);

#endif
