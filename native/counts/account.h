// SPDX-License-Identifier: Apache-2.0
/*
 * Looks whether each packet that was seen is told, owed, or counted with the reason why not, while packets pass. A
 * sweep reads the counters before and after it looks at the entries. Each packet seen before must then be in one of
 * these figures, or the programs have lost it. Packets that an event told of meanwhile may stand in two of them, so a
 * loss may show up later, but nothing is taken for a loss that is none.
 */
#ifndef OBSERVER_ACCOUNT_H
#define OBSERVER_ACCOUNT_H

#include "connection.h"
#include "events.h"

struct observer;

static inline void amount_add(struct amount *sum, const struct amount *amount)
{
	sum->packets += amount->packets;
	sum->bytes += amount->bytes;
}

struct account {
	struct observer_point before[OBSERVER_POINTS];
	struct amount owed[OBSERVER_POINTS]; /* of this sweep so far */
	/* Of the last sweeps; any thread reads them. */
	struct amount last_owed[OBSERVER_POINTS];
	struct amount missing[OBSERVER_POINTS];
};

/* Call it, then wait until all programs that run have ended, then add what the entries owe. Returns 0 or -errno. */
int account_begin(struct observer *observer, struct account *account);
/* After the last entry, wait again, then call this. Returns 0 or -errno. */
int account_end(struct observer *observer, struct account *account);
/* Adds what the last sweeps have found. */
void account_show(const struct account *account, struct observer_point points[OBSERVER_POINTS]);

/* Adds what an entry owes to `owed`, at its observation points. */
void add_owed(const struct connection *entry, struct amount owed[OBSERVER_POINTS]);
/* The sums over the CPUs of what the programs have counted. Returns 0 or -errno. */
int read_tallies(struct observer *observer, struct observer_point points[OBSERVER_POINTS]);

#endif
