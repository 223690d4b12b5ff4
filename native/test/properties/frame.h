// SPDX-License-Identifier: Apache-2.0
/* Writes packets with all that may lie in front of the ports: VLAN tags, options, extension headers. */
#ifndef OBSERVER_TEST_FRAME_H
#define OBSERVER_TEST_FRAME_H

#include "sent.h"

/* The headers of one datagram, which all of its pieces repeat in part. */
struct headers {
	uint8_t before[3]; /* IPv6 extension headers in front of a fragment header, in the order of RFC 8200 */
	uint8_t before_count;
	uint8_t behind[2];
	uint8_t behind_count;
	uint8_t ipv4_words; /* length of the header in words */
};

struct headers headers_by_chance(bool ipv6);
/* Writes the bytes of a packet. Of a later piece, `offset` is its place in units of 8 bytes. */
void frame_write(struct sent *sent, const struct headers *headers, uint16_t offset, bool last);

#endif
