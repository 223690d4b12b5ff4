// SPDX-License-Identifier: Apache-2.0
/*
 * Which bytes of a packet are in its sample: all headers that the programs know, 256 bytes at most, and nothing of the
 * payload. Also whether ARP and neighbour discovery are reported.
 */
#define _GNU_SOURCE
#include <string.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "log.h"
#include "packets.h"
#include "tests.h"

/* No header below has this byte, so it can be in a sample only if payload is. */
#define SECRET 0xaa
#define PAYLOAD 1400
/* Of the headers of a packet, in bytes. */
#define LONGEST 320

#define OPTIONS_12 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 1
#define TCP_WORDS(WORDS, FLAGS) U16(100), U16(80), 0, 0, 0, 1, 0, 0, 0, 1, (WORDS) << 4, FLAGS, 0, 0, 0, 0, 0, 0
#define UDP(FROM, TO) U16(FROM), U16(TO), 0, 100, 0, 0
#define SCTP_INIT U16(100), U16(80), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 100
#define ARP_REQUEST 0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 2, 10, 9, 0, 1, 0, 0, 0, 0, 0, 0, 10, 9, 0, 2
#define NEIGHBOUR(TYPE)                                                                                                \
	ETHERNET(0x86dd), 0x60, 0, 0, 0, 0, 24, 58, 255, 0xfd, 9, ZEROS_13, 1, 0xfd, 9, ZEROS_13, 2, TYPE, 0, 0, 0, 0, \
	    0, 0, 0

struct headers {
	const char *name;
	uint16_t length;
	uint8_t bytes[LONGEST];
};

#define HEADERS(NAME, ...)                                                                                             \
	{                                                                                                              \
		NAME, sizeof((uint8_t[]){__VA_ARGS__}),                                                                \
		{                                                                                                      \
			__VA_ARGS__                                                                                    \
		}                                                                                                      \
	}

/* All of these bytes are captured, and what follows them is payload. */
static const struct headers before_payload[] = {
    HEADERS("TCP", IPV4(6, 1, 2), TCP(100, 80, ACK)),
    HEADERS("TCP options", IPV4(6, 1, 2), TCP_WORDS(8, ACK), OPTIONS_12),
    HEADERS("TCP and IP options", ETHERNET(0x0800), IPV4_HEAD(8, 0, 6, 1, 2), OPTIONS_12, TCP_WORDS(8, ACK),
	    OPTIONS_12),
    HEADERS("TCP with a length that cannot be", IPV4(6, 1, 2), TCP_WORDS(4, ACK)),
    HEADERS("IPv6 TCP", IPV6(6, 1, 2), TCP_WORDS(8, ACK), OPTIONS_12),
    HEADERS("UDP", IPV4(17, 1, 2), UDP(100, 53)),
    HEADERS("SCTP", IPV4(132, 1, 2), SCTP_INIT),
    HEADERS("IGMP", IPV4(2, 1, 2), 0x16, 0, 0, 0, 224, 0, 0, 1),
    HEADERS("VRRP", IPV4(112, 1, 2), 0x21, 1, 100, 1, 0, 1, 0, 0),
    HEADERS("ping", IPV4(1, 1, 2), ICMP(8, 0, 77)),
    HEADERS("IPv6 ping", IPV6(58, 1, 2), ICMP(128, 0, 77)),
    HEADERS("error about UDP", IPV4(1, 2, 1), ICMP(3, 3, 0), IPV4_HEAD(5, 0, 17, 1, 2), UDP(100, 53)),
    HEADERS("error about TCP", IPV4(1, 2, 1), ICMP(3, 3, 0), IPV4_HEAD(5, 0, 6, 1, 2), PORTS(100, 53)),
    HEADERS("IPv6 error", IPV6(58, 2, 1), ICMP(1, 4, 0), IPV6_HEAD(17, 1, 2), UDP(100, 53)),
    HEADERS("error about ESP", IPV4(1, 2, 1), ICMP(3, 2, 0), IPV4_HEAD(5, 0, 50, 1, 2)),
    HEADERS("GRE", IPV4(47, 1, 2)),
    HEADERS("ESP", IPV6(50, 1, 2)),
    HEADERS("first fragment", ETHERNET(0x0800), IPV4_HEAD(5, 0x2000, 17, 1, 2), UDP(100, 53)),
    HEADERS("later fragment", ETHERNET(0x0800), IPV4_HEAD(5, 1, 17, 1, 2)),
    HEADERS("IPv6 first fragment", IPV6(44, 1, 2), FRAGMENT(17, 1), UDP(100, 53)),
    HEADERS("IPv6 later fragment", IPV6(44, 1, 2), FRAGMENT(17, 8)),
    HEADERS("three extensions", IPV6(0, 1, 2), EXTENSION(60), EXTENSION(43), EXTENSION(17), UDP(100, 53)),
    HEADERS("more extensions than are followed", IPV6(0, 1, 2), EXTENSION(60), EXTENSION(60), EXTENSION(60),
	    EXTENSION(60), EXTENSION(60), EXTENSION(60), EXTENSION(60)),
    HEADERS("VLAN", ETHERNET(0x8100), TAG(0x0800), IPV4_HEAD(5, 0, 17, 1, 2), UDP(100, 53)),
    HEADERS("two VLANs", ETHERNET(0x88a8), TAG(0x8100), TAG(0x0800), IPV4_HEAD(5, 0, 17, 1, 2), UDP(100, 53)),
    HEADERS("more VLANs than are followed", ETHERNET(0x88a8), TAG(0x8100), TAG(0x8100)),
    HEADERS("IPv4 in IPv4", IPV4(4, 1, 2), IPV4_HEAD(6, 0, 17, 3, 4), 1, 1, 1, 1, UDP(100, 53)),
    HEADERS("IPv6 in IPv4", IPV4(41, 1, 2), IPV6_HEAD(0, 3, 4), EXTENSION(6), TCP_WORDS(8, SYN), OPTIONS_12),
    HEADERS("IPv4 in IPv6 in IPv6", IPV6(41, 1, 2), IPV6_HEAD(94, 3, 4), IPV4_HEAD(5, 0, 6, 5, 6), TCP(1, 2, SYN)),
    HEADERS("more tunnels than are followed", IPV4(4, 1, 2), IPV4_HEAD(5, 0, 4, 3, 4), IPV4_HEAD(5, 0, 4, 5, 6)),
    HEADERS("ARP", ETHERNET(0x0806), ARP_REQUEST),
    HEADERS("neighbour solicitation", NEIGHBOUR(135)),
    HEADERS("neither IP nor ARP", ETHERNET(0x88cc)),
    HEADERS("802.3", ETHERNET(100)),
};

/* The kernel runs a program on these only if there is enough behind them for an IP header. */
static const struct headers not_ip[] = {
    HEADERS("IPv4 that is not", ETHERNET(0x0800)),
    HEADERS("IPv6 that is not", ETHERNET(0x86dd)),
    HEADERS("IPv4 behind a tag that is not", ETHERNET(0x8100), TAG(0x0800)),
};

/* Shorter than their headers should be. */
static const struct headers cut[] = {
    HEADERS("cut in TCP", IPV4(6, 1, 2), U16(100), U16(80), 0, 0),
    HEADERS("cut in TCP options", IPV4(6, 1, 2), TCP_WORDS(8, SYN), 1, 1, 8),
    HEADERS("cut in UDP", IPV4(17, 1, 2), U16(100), U16(53)),
    HEADERS("cut in ICMP", IPV4(1, 1, 2), 8, 0),
    HEADERS("cut in ARP", ETHERNET(0x0806), 0, 1, 8, 0),
    HEADERS("cut inside an error", IPV4(1, 2, 1), ICMP(3, 3, 0), IPV4_HEAD(5, 0, 17, 1, 2), U16(100)),
};

/* Runs the program on headers with payload behind them. Returns the frame, NULL if none was written. */
static const struct observer_frame *frame_of(uint64_t handle, const struct headers *headers, uint32_t payload)
{
	static uint8_t packet[LONGEST + PAYLOAD], buffer[1024] __attribute__((aligned(8)));
	int result;

	memcpy(packet, headers->bytes, headers->length);
	memset(packet + headers->length, SECRET, payload);
	result = observer_test_run(handle, OBSERVER_TO_ENDPOINT, (uintptr_t)packet, headers->length + payload, 1);
	CHECK(result >= 0, "%s: %d", headers->name, result);
	if (observer_poll(handle, (uintptr_t)buffer, sizeof(buffer), 0) <= 0)
		return NULL;
	return (struct observer_frame *)buffer;
}

static void expect_captured(uint64_t handle, const struct headers *headers, uint32_t payload, uint32_t captured)
{
	const struct observer_frame *frame = frame_of(handle, headers, payload);
	const struct trace_notify *notify = (const struct trace_notify *)(frame + 1);
	const uint8_t *bytes = (const uint8_t *)(notify + 1) + sizeof(struct connection_counts);

	CHECK(frame != NULL, "%s: no event", headers->name);
	if (!frame)
		return;
	CHECK(notify->len_cap == captured && notify->len_orig == headers->length + payload,
	      "%s: %u of %u bytes, not %u", headers->name, notify->len_cap, notify->len_orig, captured);
	CHECK(frame->length == sizeof(*notify) + sizeof(struct connection_counts) + notify->len_cap,
	      "%s: a frame of %u bytes", headers->name, frame->length);
	CHECK(!memcmp(bytes, headers->bytes, captured), "%s: other bytes", headers->name);
	CHECK(!memchr(bytes, SECRET, frame->size - ((const uint8_t *)bytes - (const uint8_t *)frame)),
	      "%s: payload in the sample", headers->name);
}

/* A hop-by-hop header of 8 * units bytes moves TCP beyond the 128 bytes of earlier versions, and beyond the limit. */
static void test_long_headers(uint64_t handle)
{
	struct headers headers = HEADERS("long hop-by-hop header", IPV6(0, 1, 2));
	static const uint8_t tcp[] = {TCP(100, 80, SYN)};

	for (uint32_t units = 1; 54 + units * 8 + sizeof(tcp) <= LONGEST; units++) {
		uint32_t length = 54 + units * 8;

		memset(headers.bytes + 54, 0, units * 8);
		headers.bytes[54] = 6;
		headers.bytes[55] = units - 1;
		memcpy(headers.bytes + length, tcp, sizeof(tcp));
		headers.length = length + sizeof(tcp);
		expect_captured(handle, &headers, 100,
				headers.length < OBSERVER_CAPTURE_BYTES ? headers.length : OBSERVER_CAPTURE_BYTES);
	}
}

static bool is_reported(uint64_t handle, const struct headers *headers)
{
	return frame_of(handle, headers, 0) != NULL;
}

/* Without OBSERVER_OPEN_ARP, what only finds the neighbours' addresses is not reported, and not counted either. */
static void test_without_arp(void)
{
	static const struct headers arp = HEADERS("ARP", ETHERNET(0x0806), ARP_REQUEST),
				    tagged = HEADERS("tagged ARP", ETHERNET(0x8100), TAG(0x0806), ARP_REQUEST),
				    first = HEADERS("router solicitation", NEIGHBOUR(133)),
				    last = HEADERS("redirect", NEIGHBOUR(137)),
				    routed = HEADERS("hop limit 64", IPV6(58, 1, 2), ICMP(135, 0, 0)),
				    ipv4 = HEADERS("ICMP 135", IPV4(1, 1, 2), ICMP(135, 0, 0)),
				    before = HEADERS("ICMPv6 132", NEIGHBOUR(132)),
				    after = HEADERS("ICMPv6 138", NEIGHBOUR(138)),
				    other = HEADERS("RARP", ETHERNET(0x8035), ARP_REQUEST);
	struct observer_statistic statistics[64];
	char error[256];
	uint64_t handle, attempts = 0;
	int count;

	if (observer_open(&handle, &(struct observer_options){.ring_pages = 8}, error, sizeof(error)))
		broken("observer_open: %s", error);
	CHECK(!is_reported(handle, &arp) && !is_reported(handle, &tagged), "ARP");
	CHECK(!is_reported(handle, &first) && !is_reported(handle, &last), "neighbour discovery");
	CHECK(is_reported(handle, &routed) && is_reported(handle, &ipv4), "what a router forwards");
	CHECK(is_reported(handle, &before) && is_reported(handle, &after) && is_reported(handle, &other), "others");
	count = observer_statistics(handle, (uintptr_t)statistics, sizeof(statistics));
	for (int i = 0; i < count; i++)
		attempts += statistics[i].attempts;
	CHECK(attempts == 5, "%llu attempts", (unsigned long long)attempts);
	observer_close(handle);
}

void test_capture(void)
{
	uint64_t handle = open_or_break(8, false);

	for (size_t i = 0; i < sizeof(before_payload) / sizeof(before_payload[0]); i++) {
		expect_captured(handle, &before_payload[i], 0, before_payload[i].length);
		expect_captured(handle, &before_payload[i], 37, before_payload[i].length);
		expect_captured(handle, &before_payload[i], PAYLOAD, before_payload[i].length);
	}
	for (size_t i = 0; i < sizeof(not_ip) / sizeof(not_ip[0]); i++)
		expect_captured(handle, &not_ip[i], PAYLOAD, not_ip[i].length);
	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++)
		expect_captured(handle, &cut[i], 0, cut[i].length);
	test_long_headers(handle);
	observer_close(handle);
	test_without_arp();
}
