// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "log.h"

uint64_t open_or_break(uint32_t ring_pages, bool clsact)
{
	char error[256];
	uint64_t handle;

	struct observer_options options = {
	    .ring_pages = ring_pages,
	    .flags = OBSERVER_OPEN_ARP | (clsact ? OBSERVER_OPEN_CLSACT : 0),
	};

	if (observer_open(&handle, &options, error, sizeof(error)))
		broken("observer_open: %s", error);
	return handle;
}

static uint16_t port_at(const uint8_t *bytes)
{
	return bytes[0] << 8 | bytes[1];
}

/* The tests' packets have no options and no extension headers, so an IPv4 header has 20 bytes and an IPv6 header 40. */
static void read_ip(struct seen *seen, const uint8_t *ip, bool ipv6, bool inside)
{
	const uint8_t *transport = ip + (ipv6 ? 40 : 20);
	uint8_t protocol = ipv6 ? ip[6] : ip[9];

	if (!inside)
		seen->protocol = protocol;
	if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP) {
		seen->ports[0] = port_at(transport);
		seen->ports[1] = port_at(transport + 2);
		if (protocol == IPPROTO_TCP && !inside)
			seen->detail = transport[13];
		return;
	}
	if (inside || (protocol != IPPROTO_ICMP && protocol != IPPROTO_ICMPV6))
		return;
	seen->detail = transport[0];
	switch (seen->detail) {
	case ICMP_DEST_UNREACH:
	case ICMP6_DST_UNREACH:
		read_ip(seen, transport + 8, ipv6, true);
		break;
	case ICMP_ECHO:
	case ICMP_ECHOREPLY:
	case ICMP6_ECHO_REQUEST:
	case ICMP6_ECHO_REPLY:
		seen->ports[0] = seen->ports[1] = port_at(transport + 4);
		break;
	}
}

static void record(struct log *log, const struct observer_frame *frame)
{
	const struct trace_notify *notify = (const struct trace_notify *)(frame + 1);
	const struct connection_counts *counts = (const struct connection_counts *)(notify + 1);
	const uint8_t *packet = (const uint8_t *)(counts + 1);
	uint16_t ethertype =
	    notify->flags & OBSERVER_FLAG_L3_DEVICE ? (notify->len_cap ? 0x0800 : 0) : port_at(packet + 12);
	struct seen seen = {
	    .time = frame->time,
	    .cpu = frame->cpu,
	    .ifindex = notify->ifindex,
	    .length = notify->len_orig,
	    .captured = notify->len_cap,
	    .source = notify->source,
	    .subtype = notify->subtype,
	    .reason = notify->reason,
	    .flags = notify->flags,
	};

	if (notify->type != OBSERVER_TYPE_TRACE || notify->version != OBSERVER_TRACE_VERSION ||
	    notify->len_cap > notify->len_orig || notify->len_cap > OBSERVER_CAPTURE_BYTES ||
	    frame->length != sizeof(*notify) + sizeof(*counts) + notify->len_cap)
		broken("event of type %u version %u captures %u of %u", notify->type, notify->version, notify->len_cap,
		       notify->len_orig);
	if (ethertype == 0x0800 || ethertype == 0x86dd)
		read_ip(&seen, packet + (notify->flags & OBSERVER_FLAG_L3_DEVICE ? 0 : 14), ethertype == 0x86dd, false);
	if (log->count == log->capacity) {
		log->capacity = log->capacity ? log->capacity * 2 : 1024;
		log->events = realloc(log->events, log->capacity * sizeof(*log->events));
		if (!log->events)
			broken("realloc");
	}
	log->events[log->count++] = seen;
}

bool concerns(const struct seen *event, uint16_t port)
{
	return event->ports[0] == port || event->ports[1] == port;
}

static int poll_into(uint64_t handle, struct log *log)
{
	static uint8_t buffer[1 << 16] __attribute__((aligned(8)));
	int length = observer_poll(handle, (uintptr_t)buffer, sizeof(buffer), 10);
	uint64_t last = 0;

	if (length < 0)
		broken("observer_poll returned %d", length);
	for (int offset = 0; offset < length;) {
		const struct observer_frame *frame = (const struct observer_frame *)(buffer + offset);

		log->ordered = log->ordered && frame->time >= last;
		last = frame->time;
		if (frame->kind == OBSERVER_FRAME_SAMPLE)
			record(log, frame);
		offset += frame->size;
	}
	return length;
}

void watch(uint64_t handle, struct log *log, uint32_t count, uint16_t port)
{
	time_t deadline = time(NULL) + 3;

	do {
		uint32_t matching = 0;

		while (poll_into(handle, log))
			;
		for (uint32_t i = 0; i < log->count; i++)
			matching += !port || concerns(&log->events[i], port);
		if (matching >= count)
			return;
	} while (time(NULL) < deadline);
}
