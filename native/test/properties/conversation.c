// SPDX-License-Identifier: Apache-2.0
#include <netinet/in.h>

#include "chance.h"
#include "conversation.h"
#include "events.h"
#include "frame.h"
#include "packets.h"

#define HOSTS 5
#define CLIENT_PORTS 12
#define PIECES 4
#define PSH 0x08
#define ECN 0xc0
/* Routers have numbers of their own for each way that they stand in. */
#define ROUTERS 100

/* The last number of a datagram in this network's packets. */
static uint32_t datagrams;

/* What packets pass from the lower host to the higher one, and back. */
static const struct passage passages[][2] = {
    {{{OBSERVER_FROM_ENDPOINT}, 1, false}, {{OBSERVER_TO_ENDPOINT}, 1, false}},
    {{{OBSERVER_TO_ENDPOINT}, 1, false}, {{OBSERVER_FROM_ENDPOINT}, 1, false}},
    {{{OBSERVER_TO_NETWORK}, 1, false}, {{OBSERVER_FROM_NETWORK}, 1, false}},
    {{{OBSERVER_FROM_NETWORK}, 1, false}, {{OBSERVER_TO_NETWORK}, 1, false}},
    {{{OBSERVER_FROM_ENDPOINT, OBSERVER_TO_NETWORK}, 2, false},
     {{OBSERVER_FROM_NETWORK, OBSERVER_TO_ENDPOINT}, 2, false}},
    {{{OBSERVER_FROM_ENDPOINT, OBSERVER_TO_ENDPOINT}, 2, true},
     {{OBSERVER_FROM_ENDPOINT, OBSERVER_TO_ENDPOINT}, 2, true}},
    {{{OBSERVER_FROM_NETWORK, OBSERVER_TO_NETWORK}, 2, true}, {{OBSERVER_FROM_NETWORK, OBSERVER_TO_NETWORK}, 2, true}},
};

#define PASSAGES (sizeof(passages) / sizeof(passages[0]))

static uint32_t way_of(const struct ends *ends)
{
	uint32_t sum = ends->from.host + ends->to.host, product = ends->from.host * ends->to.host;

	return (ends->network * 5 + sum * 3 + product + ends->ipv6) % PASSAGES;
}

static const struct passage *passage_of(const struct ends *ends)
{
	return &passages[way_of(ends)][ends->from.host > ends->to.host];
}

static struct ends swapped(const struct ends *ends)
{
	struct ends back = *ends;

	back.from = ends->to;
	back.to = ends->from;
	return back;
}

static struct sent *add(struct conversation *conversation)
{
	struct sent *sent = &conversation->packets[conversation->count++];

	sent->piece = PIECE_WHOLE;
	sent->tcp_flags = 0;
	sent->datagram = ++datagrams;
	return sent;
}

/* The pieces of a datagram in any order, and at times not all of them. */
static void cut(struct conversation *conversation, struct sent *whole, const struct headers *headers)
{
	struct sent sent = *whole, *first = whole;
	uint32_t pieces = 2 + chance_below(PIECES - 1);

	conversation->count--;
	for (uint32_t i = 0; i < pieces; i++) {
		struct sent *piece = &conversation->packets[conversation->count];

		if (chance_of(5))
			continue;
		conversation->count++;
		*piece = sent;
		piece->piece = i ? PIECE_LATER : PIECE_FIRST;
		if (i)
			piece->tcp_flags = 0;
		frame_write(piece, headers, i * 64, i + 1 == pieces);
	}
	if (chance_of(60))
		return;
	for (struct sent *end = &conversation->packets[conversation->count]; end - first > 1; first++) {
		struct sent *other = first + chance_below(end - first), piece = *first;

		*first = *other;
		*other = piece;
	}
}

/* An error about a packet, of its receiver or of a router on the way, to its sender. */
static void complain(struct conversation *conversation, const struct ends *about)
{
	struct sent *sent = add(conversation);
	struct headers headers = headers_by_chance(about->ipv6);

	sent->about = *about;
	sent->ends = swapped(about);
	sent->passage = *passage_of(&sent->ends);
	sent->meaning = MEANS_ERROR;
	sent->ends.protocol = about->ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	sent->ends.from.port = sent->ends.to.port = 0;
	if (chance_of(50))
		sent->ends.from.host = ROUTERS + way_of(about) * 2 + (about->from.host > about->to.host);
	frame_write(sent, &headers, 0, true);
}

static void say(struct conversation *conversation, const struct ends *ends, enum meaning meaning, uint8_t tcp_flags)
{
	struct sent *sent;
	struct headers headers = headers_by_chance(ends->ipv6);

	if (conversation->count + PIECES + 1 >= CONVERSATION_PACKETS)
		return;
	sent = add(conversation);
	sent->ends = *ends;
	sent->passage = *passage_of(ends);
	sent->meaning = meaning;
	sent->tcp_flags = tcp_flags;
	frame_write(sent, &headers, 0, true);
	if (chance_of(12))
		cut(conversation, sent, &headers);
	if (chance_of(5))
		complain(conversation, ends);
}

static void say_often(struct conversation *conversation, const struct ends *ends, uint8_t tcp_flags)
{
	do
		say(conversation, ends, MEANS_SEGMENT, tcp_flags);
	while (chance_of(20));
}

static void talk_tcp(struct conversation *conversation, const struct ends *client, const struct ends *server)
{
	uint32_t segments = chance_below(12);
	bool client_ends = chance_of(50);

	if (chance_of(2))
		say(conversation, client, MEANS_SEGMENT, SYN | FIN);
	say_often(conversation, client, chance_of(20) ? SYN | ECN : SYN);
	if (chance_of(5)) /* both at once */
		say(conversation, server, MEANS_SEGMENT, SYN);
	if (chance_of(10)) {
		if (chance_of(50))
			say(conversation, server, MEANS_SEGMENT, RST | ACK);
		return;
	}
	say_often(conversation, server, SYN_ACK);
	say_often(conversation, client, ACK);
	while (segments--)
		say(conversation, chance_of(50) ? client : server, MEANS_SEGMENT, chance_of(50) ? ACK : ACK | PSH);
	if (chance_of(20))
		return;
	if (chance_of(20)) {
		say_often(conversation, client_ends ? client : server, RST);
		return;
	}
	say_often(conversation, client_ends ? client : server, FIN);
	say_often(conversation, client_ends ? server : client, FIN);
	if (chance_of(80))
		say(conversation, client_ends ? client : server, MEANS_SEGMENT, ACK);
}

static void talk(struct conversation *conversation, const struct ends *client, const struct ends *server)
{
	uint32_t packets = 1 + chance_below(10);

	switch (client->protocol) {
	case IPPROTO_TCP:
		talk_tcp(conversation, client, server);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		while (packets--) {
			say(conversation, client, MEANS_REQUEST, 0);
			if (chance_of(80))
				say(conversation, server, MEANS_REPLY, 0);
		}
		break;
	default:
		say(conversation, client, MEANS_DATAGRAM, 0);
		while (packets--)
			say(conversation, chance_of(50) ? client : server, MEANS_DATAGRAM, 0);
	}
}

static uint8_t protocol_by_chance(bool ipv6)
{
	static const uint8_t protocols[] = {IPPROTO_TCP, IPPROTO_TCP,	  IPPROTO_TCP,	IPPROTO_UDP,
					    IPPROTO_UDP, IPPROTO_UDPLITE, IPPROTO_SCTP, IPPROTO_GRE};
	uint32_t index = chance_below(sizeof(protocols) + 1);

	if (index < sizeof(protocols))
		return protocols[index];
	return ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
}

static struct ends ends_by_chance(uint16_t network)
{
	bool ipv6 = chance_of(50);
	struct ends ends = {.ipv6 = ipv6, .protocol = protocol_by_chance(ipv6), .network = network};

	ends.from.host = chance_below(HOSTS);
	ends.to.host = (ends.from.host + 1 + chance_below(HOSTS - 1)) % HOSTS;
	if (ends.protocol == IPPROTO_GRE)
		return ends;
	ends.from.port = 1 + chance_below(CLIENT_PORTS);
	if (ends.protocol != IPPROTO_ICMP && ends.protocol != IPPROTO_ICMPV6)
		ends.to.port = chance_of(20) ? 1 + chance_below(CLIENT_PORTS) : 80;
	return ends;
}

void conversation_by_chance(struct conversation *conversation, uint16_t network)
{
	conversation->count = 0;
	while (!conversation->count) { /* all pieces may be lost */
		struct ends client = ends_by_chance(network), server = swapped(&client);

		talk(conversation, &client, &server);
	}
	/* Of one that is older than the daemon, only the rest is seen. */
	conversation->next = chance_of(25) ? chance_below(conversation->count) : 0;
}
