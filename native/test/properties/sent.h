// SPDX-License-Identifier: Apache-2.0
/* A packet of a made-up conversation, as what its sender means by it and as bytes. */
#ifndef OBSERVER_TEST_SENT_H
#define OBSERVER_TEST_SENT_H

#include <stdbool.h>
#include <stdint.h>

#define FRAME_BYTES 1024

struct end {
	uint16_t host; /* a number that is part of the address */
	uint16_t port; /* of a ping the id at the end that asks, 0 at the other */
};

/* Who talks to whom, from the sender of a packet to its receiver. */
struct ends {
	bool ipv6;
	uint8_t protocol;
	uint16_t network; /* part of both addresses */
	struct end from;
	struct end to;
};

enum meaning {
	MEANS_SEGMENT,	/* TCP */
	MEANS_DATAGRAM, /* no handshake */
	MEANS_REQUEST,	/* ping */
	MEANS_REPLY,
	MEANS_ERROR, /* ICMP, about a packet of `about` */
};

enum piece {
	PIECE_WHOLE,
	PIECE_FIRST,
	PIECE_LATER,
};

/* The observation points that a packet passes, one after the other. */
struct passage {
	uint8_t points[2];
	uint8_t count;
	bool is_hairpin; /* both points are of one device */
};

struct sent {
	struct ends ends;
	struct ends about;
	struct passage passage;
	enum meaning meaning;
	enum piece piece;
	uint8_t tcp_flags;     /* a later piece has none */
	uint8_t next_protocol; /* what a later piece says that it is a part of */
	uint32_t datagram;     /* the same in all pieces of one */
	uint16_t length;
	uint8_t bytes[FRAME_BYTES];
};

#endif
