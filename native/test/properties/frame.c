// SPDX-License-Identifier: Apache-2.0
#include <netinet/in.h>
#include <string.h>

#include "chance.h"
#include "frame.h"

#define MORE_FRAGMENTS 0x2000
#define IPV6_MORE_FRAGMENTS 1
/* Of the transport header, an ICMP error repeats so much at least. */
#define QUOTED_BYTES 8
#define SCTP_BYTES 16
#define GRE_BYTES 4

static void put8(struct sent *sent, uint8_t value)
{
	sent->bytes[sent->length++] = value;
}

static void put16(struct sent *sent, uint16_t value)
{
	put8(sent, value >> 8);
	put8(sent, value);
}

static void put32(struct sent *sent, uint32_t value)
{
	put16(sent, value >> 16);
	put16(sent, value);
}

/* What nobody should read. */
static void put_noise(struct sent *sent, uint32_t length)
{
	while (length--)
		put8(sent, chance_below(256));
}

static void put_address(struct sent *sent, const struct ends *ends, const struct end *end)
{
	if (ends->ipv6) {
		put32(sent, 0xfd090000 | ends->network);
		put32(sent, 0);
		put32(sent, end->host % 2); /* not all differ in the last bytes */
		put32(sent, end->host / 2);
	} else {
		put32(sent, 10 << 24 | (uint32_t)ends->network << 8 | end->host);
	}
}

static void put_ethernet(struct sent *sent)
{
	put_noise(sent, 12);
	for (uint32_t tags = chance_of(10) ? 1 + chance_below(2) : 0; tags; tags--) {
		put16(sent, tags == 2 ? 0x88a8 : 0x8100);
		put16(sent, chance_below(4096));
	}
	put16(sent, sent->ends.ipv6 ? 0x86dd : 0x0800);
}

static void put_ipv4(struct sent *sent, const struct ends *ends, const struct headers *headers, uint16_t fragment)
{
	put8(sent, 0x40 | headers->ipv4_words);
	put8(sent, 0);
	put16(sent, 0); /* the length, which nobody reads */
	put16(sent, sent->datagram);
	put16(sent, fragment);
	put8(sent, 64);
	put8(sent, ends->protocol);
	put16(sent, 0);
	put_address(sent, ends, &ends->from);
	put_address(sent, ends, &ends->to);
	put_noise(sent, (headers->ipv4_words - 5) * 4);
}

static void put_extension(struct sent *sent, uint8_t type, uint8_t next)
{
	uint32_t units = 1 + chance_below(4);

	put8(sent, next);
	put8(sent, type == IPPROTO_AH ? units * 2 : units - 1);
	put_noise(sent, type == IPPROTO_AH ? (units * 2 + 2) * 4 - 2 : units * 8 - 2);
}

static void put_extensions(struct sent *sent, const uint8_t *types, uint8_t count, uint8_t next)
{
	for (uint8_t i = 0; i < count; i++)
		put_extension(sent, types[i], i + 1 < count ? types[i + 1] : next);
}

/* Without a fragment header if `fragment` is negative. */
static void put_ipv6(struct sent *sent, const struct ends *ends, const struct headers *headers, int fragment)
{
	uint8_t behind = headers->behind_count ? headers->behind[0] : ends->protocol;
	uint8_t next = fragment < 0 ? behind : IPPROTO_FRAGMENT;

	put32(sent, 0x60000000 | chance_below(1 << 20));
	put16(sent, 0);
	put8(sent, headers->before_count ? headers->before[0] : next);
	put8(sent, 64);
	put_address(sent, ends, &ends->from);
	put_address(sent, ends, &ends->to);
	put_extensions(sent, headers->before, headers->before_count, next);
	if (fragment >= 0) {
		put8(sent, behind);
		put8(sent, 0);
		put16(sent, fragment);
		put32(sent, sent->datagram);
	}
	sent->next_protocol = behind;
	if (fragment < 8)
		put_extensions(sent, headers->behind, headers->behind_count, ends->protocol);
}

static void put_echo(struct sent *sent, const struct ends *ends, bool is_request)
{
	if (ends->ipv6)
		put8(sent, is_request ? 128 : 129);
	else
		put8(sent, is_request ? 8 : 0);
	put8(sent, 0);
	put16(sent, 0);
	put16(sent, is_request ? ends->from.port : ends->to.port);
	put16(sent, 1);
}

static void put_ports(struct sent *sent, const struct ends *ends)
{
	put16(sent, ends->from.port);
	put16(sent, ends->to.port);
}

static void put_transport(struct sent *sent, const struct ends *ends, uint8_t tcp_flags)
{
	switch (ends->protocol) {
	case IPPROTO_TCP:
		put_ports(sent, ends);
		put_noise(sent, 8);
		put8(sent, 0x80);
		put8(sent, tcp_flags);
		put_noise(sent, 18);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		put_echo(sent, ends, ends->from.port);
		break;
	case IPPROTO_GRE:
		put_noise(sent, GRE_BYTES);
		break;
	default:
		put_ports(sent, ends);
		put_noise(sent, SCTP_BYTES - 4);
	}
}

/* An error, and the packet that it is about, which is cut off somewhere behind the ports. */
static void put_error(struct sent *sent)
{
	static const uint8_t types[] = {3, 4, 5, 11, 12}, ipv6_types[] = {1, 2, 3, 4};
	struct headers quoted = headers_by_chance(sent->about.ipv6);
	uint32_t start;

	put8(sent, sent->ends.ipv6 ? ipv6_types[chance_below(4)] : types[chance_below(5)]);
	put_noise(sent, 7);
	if (sent->about.ipv6)
		put_ipv6(sent, &sent->about, &quoted, -1);
	else
		put_ipv4(sent, &sent->about, &quoted, 0);
	start = sent->length;
	put_transport(sent, &sent->about, 0);
	put_noise(sent, 8);
	if (sent->length > start + QUOTED_BYTES)
		sent->length = start + QUOTED_BYTES + chance_below(sent->length - start - QUOTED_BYTES);
}

struct headers headers_by_chance(bool ipv6)
{
	static const uint8_t before[] = {IPPROTO_HOPOPTS, IPPROTO_DSTOPTS, IPPROTO_ROUTING};
	static const uint8_t behind[] = {IPPROTO_AH, IPPROTO_DSTOPTS};
	struct headers headers = {.ipv4_words = chance_of(20) ? 5 + chance_below(11) : 5};

	if (!ipv6 || chance_of(60))
		return headers;
	for (uint32_t i = 0; i < sizeof(before); i++) {
		if (chance_of(40))
			headers.before[headers.before_count++] = before[i];
	}
	for (uint32_t i = 0; i < sizeof(behind); i++) {
		if (chance_of(40))
			headers.behind[headers.behind_count++] = behind[i];
	}
	return headers;
}

void frame_write(struct sent *sent, const struct headers *headers, uint16_t offset, bool last)
{
	int fragment = last ? 0 : 1;

	sent->length = 0;
	put_ethernet(sent);
	if (sent->ends.ipv6) {
		/* A whole packet may have a fragment header, too (RFC 6946). */
		if (sent->piece == PIECE_WHOLE)
			fragment = chance_of(95) ? -1 : 0;
		put_ipv6(sent, &sent->ends, headers, fragment < 0 ? fragment : offset << 3 | fragment);
	} else {
		sent->next_protocol = sent->ends.protocol;
		put_ipv4(sent, &sent->ends, headers,
			 sent->piece == PIECE_WHOLE || last ? offset : MORE_FRAGMENTS | offset);
	}
	if (sent->meaning == MEANS_ERROR)
		put_error(sent);
	else if (sent->piece != PIECE_LATER)
		put_transport(sent, &sent->ends, sent->tcp_flags);
	put_noise(sent, 8 * (1 + chance_below(4)));
}
