// SPDX-License-Identifier: Apache-2.0
/* Random numbers that a seed repeats. */
#ifndef OBSERVER_TEST_CHANCE_H
#define OBSERVER_TEST_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

void chance_seed(uint64_t seed);
/* 0 to limit - 1. */
uint32_t chance_below(uint32_t limit);
bool chance_of(uint32_t percent);

#endif
