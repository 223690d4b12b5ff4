// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "batch.h"
#include "connection.h"
#include "owners.h"

/* Devices that share a bit also share this: their points are asked anew, which changes no sum. */
static uint64_t bit_of(uint32_t ifindex)
{
	return 1ULL << ifindex % 64;
}

void owners_gone(struct observer *observer, uint32_t ifindex)
{
	observer->gone[ifindex / 64 % GONE_WORDS] |= bit_of(ifindex);
	observer->any_gone = true;
}

static bool take_gone(struct observer *observer, uint64_t gone[GONE_WORDS])
{
	bool any;

	pthread_mutex_lock(&observer->lock);
	any = observer->any_gone;
	memcpy(gone, observer->gone, sizeof(observer->gone));
	memset(observer->gone, 0, sizeof(observer->gone));
	observer->any_gone = false;
	pthread_mutex_unlock(&observer->lock);
	return any;
}

/*
 * A program may write the other word meanwhile: then it says again what it said some microseconds before, and the point
 * there asks anew within half a second.
 */
static void pass_on(int fd, const struct ipv6_connection_key *key, struct owner owner, const uint64_t gone[GONE_WORDS])
{
	bool changed = false;

	for (int end = 0; end < 2; end++) {
		uint32_t ifindex = owner.end[end] >> 32 & OWNER_IFINDEX;

		if (owner.end[end] && gone[ifindex / 64 % GONE_WORDS] & bit_of(ifindex)) {
			owner.end[end] = 0;
			changed = true;
		}
	}
	if (changed)
		bpf_map_update_elem(fd, key, &owner, BPF_EXIST);
}

int owners_pass_on(struct observer *observer, struct ipv6_connection_key *keys, struct owner *owners, uint32_t capacity)
{
	int fd = bpf_object__find_map_fd_by_name(observer->object, "owners");
	uint64_t gone[GONE_WORDS];
	struct batch batch = {0};

	if (!take_gone(observer, gone))
		return 0;
	while (!batch.ended) {
		int count = batch_next(fd, &batch, keys, owners, capacity);

		if (count < 0)
			return count;
		for (int i = 0; i < count; i++)
			pass_on(fd, &keys[i], owners[i], gone);
	}
	return 0;
}
