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

/* What became of the packets of a point, by its counters and by what its entries owe. */
static struct amount found(const struct observer_point *point, const struct amount *owed)
{
	struct amount sum = *owed;

	amount_add(&sum, &point->told);
	amount_add(&sum, &point->limited);
	amount_add(&sum, &point->failed);
	amount_add(&sum, &point->hidden);
	amount_add(&sum, &point->filtered);
	return sum;
}

static void raise_to(__u64 *missing, int64_t lack)
{
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
		struct amount *owed = &account->owed[i], sum = found(point, owed);

		__atomic_store_n(&account->last_owed[i].packets, owed->packets, __ATOMIC_RELAXED);
		__atomic_store_n(&account->last_owed[i].bytes, owed->bytes, __ATOMIC_RELAXED);
		/* What came back meanwhile may have been on its way out when the entry was looked at. */
		amount_add(&sum, &point->returned);
		raise_to(&account->missing[i].packets, before->seen.packets + before->returned.packets - sum.packets);
		raise_to(&account->missing[i].bytes, before->seen.bytes + before->returned.bytes - sum.bytes);
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
