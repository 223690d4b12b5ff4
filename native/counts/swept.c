// SPDX-License-Identifier: Apache-2.0
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#include "swept.h"

#define IPV4_LENGTH 20
#define IPV6_LENGTH 40
#define HOPS 64
/* In struct sctp and its like, as in TCP and UDP, the ports are the first four bytes. */
#define PORTS_LENGTH 4
#define ICMP_LENGTH 8

/* The direction that has the id as its source port is that of the request. */
static uint32_t write_icmp(const struct connection_ends *ends, uint8_t *to)
{
	uint16_t id = ends->source_port ? ends->source_port : ends->destination_port;

	memset(to, 0, ICMP_LENGTH);
	if (ends->protocol == IPPROTO_ICMP)
		to[0] = ends->source_port ? ICMP_ECHO : ICMP_ECHOREPLY;
	else
		to[0] = ends->source_port ? ICMP6_ECHO_REQUEST : ICMP6_ECHO_REPLY;
	memcpy(to + 4, &id, sizeof(id));
	return ICMP_LENGTH;
}

static uint32_t write_transport(const struct connection_ends *ends, uint8_t *to)
{
	switch (ends->protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
		memcpy(to, &ends->source_port, sizeof(ends->source_port));
		memcpy(to + sizeof(ends->source_port), &ends->destination_port, sizeof(ends->destination_port));
		return PORTS_LENGTH;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return ends->source_port || ends->destination_port ? write_icmp(ends, to) : 0;
	default:
		return 0;
	}
}

static uint32_t write_ipv4(const struct connection_ends *ends, uint8_t *to)
{
	uint32_t length = IPV4_LENGTH + write_transport(ends, to + IPV4_LENGTH);

	memset(to, 0, IPV4_LENGTH);
	to[0] = 0x45;
	to[3] = length;
	to[8] = HOPS;
	to[9] = ends->protocol;
	memcpy(to + 12, ends->source + 12, 4); /* of ::ffff:a.b.c.d */
	memcpy(to + 16, ends->destination + 12, 4);
	return length;
}

static uint32_t write_ipv6(const struct connection_ends *ends, uint8_t *to)
{
	uint32_t payload = write_transport(ends, to + IPV6_LENGTH);

	memset(to, 0, IPV6_LENGTH);
	to[0] = 0x60;
	to[5] = payload;
	to[6] = ends->protocol;
	to[7] = HOPS;
	memcpy(to + 8, ends->source, 16);
	memcpy(to + 24, ends->destination, 16);
	return IPV6_LENGTH + payload;
}

uint32_t swept_packet(const struct connection_ends *ends, bool ipv6, uint8_t packet[SWEPT_PACKET_BYTES])
{
	return ipv6 ? write_ipv6(ends, packet) : write_ipv4(ends, packet);
}
