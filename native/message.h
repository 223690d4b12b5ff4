// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_MESSAGE_H
#define OBSERVER_MESSAGE_H

#include <stdint.h>

/* A line of text for people. What does not fit the size is cut off. */
struct message {
	char *text;
	uint32_t size;
};

__attribute__((format(printf, 2, 3))) void message_set(struct message *message, const char *format, ...);

#endif
