// SPDX-License-Identifier: Apache-2.0
#include <stdint.h>
#include <string.h>

#include "account.h"

int account_begin(struct observer *observer, struct account *account)
{
	memset(account->owed, 0, sizeof(account->owed));
	return read_tallies(observer, account->before);
}

void add_owed(const struct connection *entry, struct amount owed[OBSERVER_POINTS])
{
	for (uint32_t i = 0; i < 2; i++) {
		const struct connection_direction *direction = &entry->ends[i];

		if (!direction->point || direction->point > OBSERVER_POINTS)
			continue;
		owed[direction->point - 1].packets += direction->packets - direction->told_packets;
		owed[direction->point - 1].bytes += direction->bytes - direction->told_bytes;
	}
}

void account_entry(struct account *account, const struct connection *entry)
{
	add_owed(entry, account->owed);
}

static void raise_to(__u64 *missing, uint64_t seen, uint64_t found)
{
	int64_t lack = seen - found;

	if (lack > 0 && (__u64)lack > *missing)
		__atomic_store_n(missing, lack, __ATOMIC_RELAXED);
}

int account_end(struct observer *observer, struct account *account)
{
	struct observer_point after[OBSERVER_POINTS];
	int result = read_tallies(observer, after);

	if (result)
		return result;
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		const struct observer_point *point = &after[i], *before = &account->before[i];
		struct amount *owed = &account->owed[i];

		__atomic_store_n(&account->last_owed[i].packets, owed->packets, __ATOMIC_RELAXED);
		__atomic_store_n(&account->last_owed[i].bytes, owed->bytes, __ATOMIC_RELAXED);
		/* What came back meanwhile may have been on its way out when the entry was looked at. */
		raise_to(&account->missing[i].packets, before->seen.packets,
			 point->told.packets + owed->packets + point->limited.packets + point->failed.packets +
			     point->hidden.packets + point->filtered.packets + point->returned.packets -
			     before->returned.packets);
		raise_to(&account->missing[i].bytes, before->seen.bytes,
			 point->told.bytes + owed->bytes + point->limited.bytes + point->failed.bytes +
			     point->hidden.bytes + point->filtered.bytes + point->returned.bytes -
			     before->returned.bytes);
	}
	return 0;
}

void account_show(const struct account *account, struct observer_point points[OBSERVER_POINTS])
{
	for (uint32_t i = 0; i < OBSERVER_POINTS; i++) {
		points[i].owed.packets = __atomic_load_n(&account->last_owed[i].packets, __ATOMIC_RELAXED);
		points[i].owed.bytes = __atomic_load_n(&account->last_owed[i].bytes, __ATOMIC_RELAXED);
		points[i].missing.packets = __atomic_load_n(&account->missing[i].packets, __ATOMIC_RELAXED);
		points[i].missing.bytes = __atomic_load_n(&account->missing[i].bytes, __ATOMIC_RELAXED);
	}
}
