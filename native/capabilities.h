// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_CAPABILITIES_H
#define OBSERVER_CAPABILITIES_H

struct message;

/* Appends to the message which capabilities are missing, or what else may have refused the call. */
void explain_refusal(struct message *message);

#endif
