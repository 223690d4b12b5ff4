// SPDX-License-Identifier: Apache-2.0
/* Sweeps of the connection tables: they tell what quiet connections owe, and remove those that are over. */
#ifndef OBSERVER_SWEEP_H
#define OBSERVER_SWEEP_H

#include <stdint.h>

#include "events.h"
#include "message.h"

struct account;
struct observer;
struct sweeper;

/* Sets the sizes of the tables, before the programs are loaded. */
int tables_resize(struct observer *observer, const struct observer_options *options, struct message *error);
/* Prepares sweeps, after the programs were loaded. */
int sweeper_open(struct observer *observer, const struct observer_settings *settings, struct message *error);
void sweeper_close(struct observer *observer);
const struct account *sweeper_account(const struct sweeper *sweeper);

#endif
