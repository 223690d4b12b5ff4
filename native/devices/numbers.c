// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>

#include "numbers.h"

#define FIRST_CAPACITY 16

bool numbers_has(const struct numbers *numbers, uint32_t number)
{
	/* From the end, because neighbouring routes use the same nexthop. */
	for (uint32_t i = numbers->count; i-- > 0;) {
		if (numbers->list[i] == number)
			return true;
	}
	return false;
}

int numbers_add(struct numbers *numbers, uint32_t number)
{
	if (numbers_has(numbers, number))
		return 0;
	if (numbers->count == numbers->capacity) {
		uint32_t capacity = numbers->capacity ? 2 * numbers->capacity : FIRST_CAPACITY;
		uint32_t *list = reallocarray(numbers->list, capacity, sizeof(*list));

		if (!list)
			return -ENOMEM;
		numbers->list = list;
		numbers->capacity = capacity;
	}
	numbers->list[numbers->count++] = number;
	return 0;
}

void numbers_free(struct numbers *numbers)
{
	free(numbers->list);
	*numbers = (struct numbers){0};
}
