// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_MESSAGE_H
#define OBSERVER_MESSAGE_H

#include <stdint.h>

/* A line of text for people, cut to size. */
struct message {
	char *text;
	uint32_t size;
};

__attribute__((format(printf, 2, 3))) void message_set(struct message *message, const char *format, ...);

#endif
