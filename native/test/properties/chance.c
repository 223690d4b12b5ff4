// SPDX-License-Identifier: Apache-2.0
#include "chance.h"

static uint64_t state;

void chance_seed(uint64_t seed)
{
	state = seed;
}

/* SplitMix64. */
static uint64_t next(void)
{
	uint64_t mixed = state += 0x9e3779b97f4a7c15;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
	return mixed ^ mixed >> 31;
}

uint32_t chance_below(uint32_t limit)
{
	return (next() >> 32) * limit >> 32;
}

bool chance_of(uint32_t percent)
{
	return chance_below(100) < percent;
}
