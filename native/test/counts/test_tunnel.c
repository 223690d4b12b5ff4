// SPDX-License-Identifier: Apache-2.0
/* Bytes of large packets in tunnels: each segment has the headers outside and inside. */
#include <string.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <bpf/bpf.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "packets.h"
#include "tests.h"
#include "told.h"

#define SEGMENT 500
#define SEGMENTS 3
#define UDP(FROM, TO) U16(FROM), U16(TO), 0, 0, 0, 0
#define VXLAN 8, 0, 0, 0, 0, 0, 7, 0
#define GENEVE(WORDS, TYPE) (WORDS), 0, U16(TYPE), 0, 0, 7, 0

/* Finds the file of a program. This process has only one handle open. */
static int program_fd(const char *name)
{
	for (int fd = 3; fd < 256; fd++) {
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);

		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && !strncmp(info.name, name, sizeof(info.name) - 1))
			return fd;
	}
	broken("no program %s", name);
}

static void try_one(const char *name, const uint8_t *headers, uint32_t length)
{
	uint64_t handle = open_counting((struct observer_options){0});
	struct __sk_buff context = {.gso_size = SEGMENT, .gso_segs = SEGMENTS};
	uint8_t packet[2048] = {0};
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = length + SEGMENT * SEGMENTS,
		    .ctx_in = &context, .ctx_size_in = sizeof(context), .repeat = 1);
	struct told told = {0};

	memcpy(packet, headers, length);
	if (bpf_prog_test_run_opts(program_fd("observer_to_net"), &options))
		broken("test run");
	read_told(handle, &told);
	CHECK(told.events == 1 && told.last.packets == SEGMENTS && told.last.bytes == SEGMENTS * (length + SEGMENT),
	      "%s: %llu events, %llu packets of %llu bytes, not %u", name, (unsigned long long)told.events,
	      (unsigned long long)told.last.packets, (unsigned long long)told.last.bytes,
	      SEGMENTS * (length + SEGMENT));
	context.gso_segs = 0;
	if (bpf_prog_test_run_opts(program_fd("observer_to_net"), &options))
		broken("test run");
	check_sum(handle, &told, name);
	CHECK(point_of(handle, OBSERVER_TO_NETWORK).seen.bytes == 2 * SEGMENTS * (length + SEGMENT),
	      "%s, of a virtual machine: %llu bytes", name,
	      (unsigned long long)point_of(handle, OBSERVER_TO_NETWORK).seen.bytes);
	observer_close(handle);
}

#define TRY(NAME, ...) try_one(NAME, (uint8_t[]){__VA_ARGS__}, sizeof((uint8_t[]){__VA_ARGS__}))

void test_tunnel(void)
{
	TRY("no tunnel", IPV4(6, 1, 2), TCP(100, 80, ACK));
	TRY("another port", IPV4(17, 1, 2), UDP(100, 53));
	TRY("VXLAN", IPV4(17, 1, 2), UDP(100, 8472), VXLAN, IPV4(6, 3, 4), TCP(100, 80, ACK));
	TRY("IPv6 in VXLAN in IPv6", IPV6(17, 1, 2), UDP(100, 4789), VXLAN, IPV6(0, 3, 4), EXTENSION(6),
	    TCP(100, 80, ACK));
	TRY("VLAN in VXLAN", IPV4(17, 1, 2), UDP(100, 8472), VXLAN, ETHERNET(0x8100), TAG(0x0800),
	    IPV4_HEAD(5, 0, 6, 3, 4), TCP(100, 80, ACK));
	TRY("Geneve", IPV4(17, 1, 2), UDP(100, 6081), GENEVE(2, 0x6558), 0, 0, 0, 0, 0, 0, 0, 0, IPV4(6, 3, 4),
	    TCP(100, 80, ACK));
	TRY("IP in Geneve", IPV4(17, 1, 2), UDP(100, 6081), GENEVE(0, 0x0800), IPV4_HEAD(5, 0, 17, 3, 4), UDP(100, 53));
}
