// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_NUMBERS_H
#define OBSERVER_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

/* A small set of numbers, in the order in which they were added. It begins as zeros. */
struct numbers {
	uint32_t *list;
	uint32_t count;
	uint32_t capacity;
};

bool numbers_has(const struct numbers *numbers, uint32_t number);
/* Returns 0 or -ENOMEM. It is no error if the set has the number already. */
int numbers_add(struct numbers *numbers, uint32_t number);
void numbers_free(struct numbers *numbers);

#endif
