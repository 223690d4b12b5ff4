// SPDX-License-Identifier: Apache-2.0
/* Adds and removes devices and routes in the tests' own namespace, and checks what observer_watch reports. */
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <unistd.h>

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

static void run(const char *command)
{
	if (system(command))
		broken("%s", command);
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
	CHECK(observer_watch(watch, 0, 0, 100) == 0, "a route by a gateway behind another device is none");
	close(fd);
	settle(watch);
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
	CHECK(change(watch, gone) == 1, "a pair of devices is one change, and none is gone");
	run("ip link set w0 name w2");
	CHECK(change(watch, gone) == 1, "a new name is a change");
	run("ip address add 10.78.0.1/24 dev w2; ip link set w2 up; ip link set w1 up");
	CHECK(change(watch, gone) == 1, "a device that goes up is a change");
	settle(watch);
	run("ip route add 10.79.0.0/24 dev w2");
	CHECK(observer_watch(watch, 0, 0, 100) == 0, "a route to somewhere is none");
	run("ip route add 10.80.0.0/24 via 10.78.0.2");
	CHECK(change(watch, gone) == 1, "a route by a gateway behind a veth is a change");
	run("ip route add default via 10.78.0.2");
	CHECK(change(watch, gone) == 1, "a default route is a change");
	run("ip route add 128.0.0.0/1 via 10.78.0.2 table 100");
	CHECK(change(watch, gone) == 1, "half a default route in another table is a change");
	run("ip nexthop add id 9 via 10.78.0.2 dev w2");
	CHECK(change(watch, gone) == 1, "a nexthop object is a change");
	test_other_gateway(watch, net);
	run("ip link del w2");
	CHECK(change(watch, gone) == 3, "both ends of the pair are gone");
	CHECK(gone[0] == index || gone[1] == index, "and w2 is one of them");
	for (int i = 0; i < 3; i++)
		run("ip link add w0 type veth peer name w1; ip link del w0");
	CHECK(change(watch, gone) == -ENOBUFS, "more are gone than there is room for");
	CHECK(observer_watch(watch, 0, 0, 100) == 0, "and the watch goes on");
	close(watch);
	CHECK(observer_watch(watch, 0, 0, 0) == -EBADF, "a closed watch is refused");
}
