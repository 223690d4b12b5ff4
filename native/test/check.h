// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_TEST_CHECK_H
#define OBSERVER_TEST_CHECK_H

#include <stdio.h>

extern int failures;

#define CHECK(condition, ...)                                                                                          \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			failures++;                                                                                    \
			printf("FAIL %s:%d: %s: ", __FILE__, __LINE__, #condition);                                    \
			printf(__VA_ARGS__);                                                                           \
			putchar('\n');                                                                                 \
		}                                                                                                      \
	} while (0)

/* Ends the program with status 2, for errors of the test bed, which say nothing about the code under test. */
__attribute__((format(printf, 1, 2), noreturn)) void broken(const char *format, ...);

#endif
