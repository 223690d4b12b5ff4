// SPDX-License-Identifier: Apache-2.0
/* Adds and removes devices and routes in the tests' own namespace, and checks what observer_watch reports. */
#include <errno.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "net.h"
#include "tests.h"

#define OWN -1
#define WAIT_MS 2000

static int change(int watch, uint32_t gone[4])
{
	return observer_watch(watch, (uintptr_t)gone, 4 * sizeof(uint32_t), WAIT_MS);
}

/* Without the bit that also tells of addresses, as an IPv6 address is only complete after a second or two. */
static int devices(int result)
{
	return result < 0 ? result : result & ~OBSERVER_WATCH_ADDRESSES;
}

static void run(const char *command)
{
	if (system(command))
		broken("%s", command);
}

static bool has_address(const char *bytes, size_t length, uint32_t prefix_length)
{
	struct observer_address list[256];
	int count = observer_addresses((uintptr_t)list, sizeof(list));

	if (count < 0)
		broken("observer_addresses: %d", count);
	for (int i = 0; i < count; i++) {
		if (!memcmp(list[i].address + sizeof(list[i].address) - length, bytes, length) &&
		    list[i].prefix_length == prefix_length)
			return true;
	}
	return false;
}

static void settle(int watch)
{
	while (observer_watch(watch, 0, 0, 200) > 0)
		;
}

/* A router may have very many of such routes. */
static void test_other_gateway(int watch, const struct net *net)
{
	int fd = tun_open(net, "wt");

	if (fd < 0) {
		printf("SKIPPED: a gateway behind another device (no /dev/net/tun)\n");
		return;
	}
	run("ip address add 10.81.0.1/24 dev wt");
	settle(watch);
	run("ip route add 10.82.0.0/24 via 10.81.0.2");
	CHECK(devices(observer_watch(watch, 0, 0, 100)) == 0, "a route by a gateway behind another device is none");
	close(fd);
	settle(watch);
}

/* w2 has the first address since before. */
static void test_addresses(int watch)
{
	settle(watch);
	CHECK(has_address("\x0a\x4e\x00\x01", 4, 24 + 96), "an IPv4 address is listed with its network");
	run("ip address add 10.83.0.1/32 dev w2; ip address add fd83::1/64 dev w2 nodad");
	CHECK(change(watch, NULL) == OBSERVER_WATCH_ADDRESSES, "new addresses are a change, and no device's");
	CHECK(has_address("\x0a\x53\x00\x01", 4, 128), "a second address of a device is listed");
	CHECK(has_address("\xfd\x83\0\0\0\0\0\0\0\0\0\0\0\0\0\x01", 16, 64), "and an IPv6 address");
	run("ip address add 10.84.0.1 peer 10.84.0.2/31 dev w2");
	CHECK(change(watch, NULL) == OBSERVER_WATCH_ADDRESSES, "an address with a peer is a change");
	CHECK(has_address("\x0a\x54\x00\x01", 4, 31 + 96), "of a pair our own address is listed");
	CHECK(!has_address("\x0a\x54\x00\x02", 4, 31 + 96), "and not the other end's");
	run("ip address del 10.83.0.1/32 dev w2");
	CHECK(change(watch, NULL) == OBSERVER_WATCH_ADDRESSES, "an address that goes is a change");
	CHECK(!has_address("\x0a\x53\x00\x01", 4, 128), "and is not listed any more");
	CHECK(observer_addresses(0, 0) == -ENOSPC, "too small a buffer is refused");
}

void test_watch(const struct net *net)
{
	int watch = observer_watch(OWN, 0, 0, 0);
	uint32_t gone[4] = {0}, index;

	if (watch < 0)
		broken("observer_watch");
	CHECK(observer_watch(watch, 0, 0, 0) == 0, "nothing has changed");
	run("ip link add w0 type veth peer name w1");
	index = if_nametoindex("w0");
	CHECK(devices(change(watch, gone)) == 1, "a pair of devices is one change, and none is gone");
	run("ip link set w0 name w2");
	CHECK(devices(change(watch, gone)) == 1, "a new name is a change");
	run("ip address add 10.78.0.1/24 dev w2; ip link set w2 up; ip link set w1 up");
	CHECK(devices(change(watch, gone)) == 1, "a device that goes up is a change");
	settle(watch);
	run("ip route add 10.79.0.0/24 dev w2");
	CHECK(devices(observer_watch(watch, 0, 0, 100)) == 0, "a route to somewhere is none");
	run("ip route add 10.80.0.0/24 via 10.78.0.2");
	CHECK(devices(change(watch, gone)) == 1, "a route by a gateway behind a veth is a change");
	run("ip route add default via 10.78.0.2");
	CHECK(devices(change(watch, gone)) == 1, "a default route is a change");
	run("ip route add 128.0.0.0/1 via 10.78.0.2 table 100");
	CHECK(devices(change(watch, gone)) == 1, "half a default route in another table is a change");
	run("ip nexthop add id 9 via 10.78.0.2 dev w2");
	CHECK(devices(change(watch, gone)) == 1, "a nexthop object is a change");
	test_other_gateway(watch, net);
	test_addresses(watch);
	run("ip link del w2");
	CHECK(devices(change(watch, gone)) == 3, "both ends of the pair are gone");
	CHECK(gone[0] == index || gone[1] == index, "and w2 is one of them");
	for (int i = 0; i < 3; i++)
		run("ip link add w0 type veth peer name w1; ip link del w0");
	CHECK(change(watch, gone) == -ENOBUFS, "more are gone than there is room for");
	CHECK(observer_watch(watch, 0, 0, 100) == 0, "and the watch goes on");
	close(watch);
	CHECK(observer_watch(watch, 0, 0, 0) == -EBADF, "a closed watch is refused");
}
