// SPDX-License-Identifier: Apache-2.0
/* Which point counts a direction for the node (struct owner), when devices go. */
#ifndef OBSERVER_OWNERS_H
#define OBSERVER_OWNERS_H

#include "connection.h"
#include "observer.h"

/* Remembers that a device is gone. The caller holds the observer's lock. */
void owners_gone(struct observer *observer, uint32_t ifindex);
/*
 * Has other points count what those of gone devices did. If a device has gone since the last call, it looks at all
 * entries, `capacity` at a time.
 */
int owners_pass_on(struct observer *observer, struct ipv6_connection_key *keys, struct owner *owners,
		   uint32_t capacity);

#endif
