// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_RINGS_H
#define OBSERVER_RINGS_H

#include <stdint.h>

struct message;
struct observer;

int rings_open(struct observer *observer, uint32_t pages, struct message *error);
void rings_close(struct observer *observer);

#endif
