// SPDX-License-Identifier: Apache-2.0
/* Makes up conversations of two hosts. */
#ifndef OBSERVER_TEST_CONVERSATION_H
#define OBSERVER_TEST_CONVERSATION_H

#include "sent.h"

#define CONVERSATION_PACKETS 160

struct conversation {
	uint32_t count;
	uint32_t next;
	struct sent packets[CONVERSATION_PACKETS];
};

/*
 * A conversation in a network. In one network, hosts and ports are few, so that ports are used again; what the packets
 * of two hosts pass is always the same there.
 */
void conversation_by_chance(struct conversation *conversation, uint16_t network);

#endif
