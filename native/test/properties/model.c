// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "check.h"
#include "events.h"
#include "model.h"
#include "packets.h"

#define CONNECTIONS 16384
#define DATAGRAMS 65536
#define NOBODY 2
#define TCP_FIN 0x01
#define TCP_ACK 0x10

/* What one device counts of a connection, or of a hairpin each of the two points. */
struct account {
	uint64_t packets[2]; /* by the end that sent them */
	uint64_t owed[2];
	uint8_t flags[2];
	uint8_t fins;
	bool is_closed;
	bool has_begun;
	uint32_t generation; /* that of the connection for which this counts */
};

struct connection {
	bool in_use;
	bool is_live;
	bool is_uplink;
	bool is_bare; /* packets of two hosts without ports */
	struct ends ends;
	uint8_t initiator; /* 0: ends.from, 1: ends.to, or NOBODY */
	uint8_t fins;
	bool is_closed;
	bool has_acknowledged[2];
	uint32_t generation; /* how many have had these ends */
	struct account accounts[2];
};

static struct connection connections[CONNECTIONS];
static bool is_remembered[DATAGRAMS];

void model_clear(void)
{
	memset(connections, 0, sizeof(connections));
	memset(is_remembered, 0, sizeof(is_remembered));
}

static bool is_same(const struct end *one, const struct end *other)
{
	return one->host == other->host && one->port == other->port;
}

static uint32_t hash(const struct ends *ends)
{
	uint32_t from = ends->from.host << 16 | ends->from.port, to = ends->to.host << 16 | ends->to.port;

	return (from * 2654435761u + to * 2654435761u + ends->protocol * 40503u + ends->ipv6) >> 8;
}

/* Finds a connection, whichever of its ends is the sender, or its free place. */
static struct connection *find(const struct ends *ends, bool is_uplink, bool is_bare)
{
	for (uint32_t i = hash(ends), tries = 0; tries < CONNECTIONS; i++, tries++) {
		struct connection *connection = &connections[i % CONNECTIONS];
		const struct ends *known = &connection->ends;

		if (!connection->in_use) {
			*connection = (struct connection){
			    .in_use = true, .is_uplink = is_uplink, .is_bare = is_bare, .ends = *ends};
			return connection;
		}
		if (connection->is_uplink == is_uplink && connection->is_bare == is_bare && known->ipv6 == ends->ipv6 &&
		    known->protocol == ends->protocol &&
		    ((is_same(&known->from, &ends->from) && is_same(&known->to, &ends->to)) ||
		     (is_same(&known->from, &ends->to) && is_same(&known->to, &ends->from))))
			return connection;
	}
	broken("too many connections");
}

static void begin(struct connection *connection, uint8_t initiator)
{
	struct connection fresh = {.in_use = true,
				   .is_live = true,
				   .is_uplink = connection->is_uplink,
				   .is_bare = connection->is_bare,
				   .ends = connection->ends,
				   .initiator = initiator,
				   .generation = connection->generation + 1,
				   .accounts = {connection->accounts[0], connection->accounts[1]}};

	*connection = fresh;
}

static uint8_t role(const struct connection *connection, uint8_t sender)
{
	if (connection->initiator == NOBODY)
		return OBSERVER_REASON_UNKNOWN;
	return connection->initiator == sender ? OBSERVER_REASON_ESTABLISHED : OBSERVER_REASON_REPLY;
}

/* Returns the reason, and in `is_counted` whether a connection counts the segment. */
static uint8_t segment(struct connection *connection, uint8_t sender, uint8_t flags, bool *is_counted)
{
	bool is_waiting = connection->is_live && connection->initiator == sender && !connection->is_closed &&
			  !connection->has_acknowledged[sender];

	switch (flags & (SYN | FIN | RST | TCP_ACK)) {
	case SYN: /* sent again as long as it is not answered, otherwise a new connection of these ports */
		if (!is_waiting)
			begin(connection, sender);
		return OBSERVER_REASON_NEW;
	case SYN_ACK:
		if (!connection->is_live || connection->initiator != !sender)
			begin(connection, !sender);
		return OBSERVER_REASON_REPLY;
	default:
		if (connection->is_live)
			return role(connection, sender);
		if (flags & RST)
			*is_counted = false;
		else
			begin(connection, NOBODY);
		return OBSERVER_REASON_UNKNOWN;
	}
}

static uint8_t datagram(struct connection *connection, uint8_t sender, bool is_reply)
{
	if (connection->is_live)
		return role(connection, sender);
	begin(connection, is_reply ? !sender : sender);
	return is_reply ? OBSERVER_REASON_REPLY : OBSERVER_REASON_NEW;
}

/* Packets whose ports nobody knows. */
static uint8_t bare(struct connection *connection, const struct sent *sent)
{
	if (!connection->is_live)
		begin(connection, NOBODY);
	if (sent->meaning == MEANS_ERROR && find(&sent->about, connection->is_uplink, false)->is_live)
		return OBSERVER_REASON_RELATED;
	return OBSERVER_REASON_UNKNOWN;
}

/* Notes TCP's flags, and returns how they end what they end. */
static uint16_t note(uint8_t flags, uint8_t sender, uint8_t *fins, bool *is_closed)
{
	if (flags & TCP_FIN)
		*fins |= 1 << sender;
	if (*is_closed || !(flags & RST || *fins == 3))
		return 0;
	*is_closed = true;
	return flags & RST ? OBSERVER_COUNTS_CLOSED_RST : OBSERVER_COUNTS_CLOSED_FIN;
}

/* What an account owes of the connection before is told as that one's. */
static void leave(struct account *account, struct expected *expected)
{
	expected->left_open = !account->is_closed;
	for (int end = 0; end < 2; end++) {
		expected->left_packets += account->owed[end];
		expected->left_events += account->owed[end] > 0;
	}
	if (expected->left_open && !expected->left_events)
		expected->left_events = 1;
	*account = (struct account){0};
}

static void count(const struct connection *connection, struct account *account, uint8_t sender, uint8_t flags,
		  uint32_t level, struct expected *expected)
{
	bool is_news;

	if (account->has_begun && account->generation != connection->generation)
		leave(account, expected);
	is_news = !account->packets[sender] || flags & ~account->flags[sender];
	account->generation = connection->generation;
	if (!account->has_begun && connection->initiator != NOBODY)
		expected->state = OBSERVER_COUNTS_OPENED;
	account->has_begun = true;
	expected->state |= note(flags, sender, &account->fins, &account->is_closed);
	account->packets[sender]++;
	account->owed[sender]++;
	account->flags[sender] |= flags;
	expected->event = level == OBSERVER_LEVEL_MAXIMUM ? expected->state : is_news;
	if (!expected->event)
		return;
	expected->packets = account->owed[sender];
	expected->total_packets = account->packets[sender];
	expected->reverse_packets = account->packets[!sender];
	expected->tcp_flags = account->flags[sender];
	account->owed[sender] = 0;
}

struct expected model_expect(const struct sent *sent, uint32_t n, uint32_t level)
{
	bool is_uplink =
	    sent->passage.points[n] == OBSERVER_FROM_NETWORK || sent->passage.points[n] == OBSERVER_TO_NETWORK;
	bool is_bare =
	    sent->meaning == MEANS_ERROR || (sent->piece == PIECE_LATER && !is_remembered[sent->datagram % DATAGRAMS]);
	struct expected expected = {.event = true, .counted = true};
	struct ends ends = sent->ends;
	struct connection *connection;
	uint8_t sender;

	if (sent->piece == PIECE_FIRST)
		is_remembered[sent->datagram % DATAGRAMS] = true;
	if (is_bare) {
		ends.from.port = ends.to.port = 0;
		if (sent->piece == PIECE_LATER)
			ends.protocol = sent->next_protocol;
	}
	connection = find(&ends, is_uplink, is_bare);
	sender = !is_same(&connection->ends.from, &ends.from);
	if (is_bare)
		expected.reason = bare(connection, sent);
	else if (sent->meaning == MEANS_SEGMENT)
		expected.reason = segment(connection, sender, sent->tcp_flags, &expected.counted);
	else
		expected.reason = datagram(connection, sender, sent->meaning == MEANS_REPLY);
	if (!expected.counted)
		return expected;
	note(sent->tcp_flags, sender, &connection->fins, &connection->is_closed);
	if (sent->tcp_flags & TCP_ACK)
		connection->has_acknowledged[sender] = true;
	if (level == OBSERVER_LEVEL_NONE)
		expected.counted = false;
	else
		count(connection, &connection->accounts[sent->passage.is_hairpin ? n : 0], sender, sent->tcp_flags,
		      level, &expected);
	return expected;
}
