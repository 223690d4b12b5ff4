// SPDX-License-Identifier: Apache-2.0
/* Which devices observer_links takes for uplinks, by the routes of the tests' own namespace. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "events.h"
#include "shim.h"
#include "check.h"
#include "net.h"
#include "tests.h"

#define LINKS 64
#define VIA "via 10.90.0.2 dev up0"
#define VIA6 "via fd90::2 dev up0"

/* up0 and up1 have a neighbour at the other end; the routes to test use them. */
static const char *const set_up = "ip link add up0 type veth peer name far0; ip link add up1 type veth peer name far1;"
				  "for i in up0 far0 up1 far1; do ip link set $i up; done;"
				  "ip addr add 10.90.0.1/24 dev up0; ip addr add 10.91.0.1/24 dev up1;"
				  "ip addr add fd90::1/64 dev up0 nodad; ip addr add fd91::1/64 dev up1 nodad";

static bool is_uplink(const char *name)
{
	struct observer_link links[LINKS];
	int count = observer_links((uintptr_t)links, sizeof(links));

	if (count < 0)
		broken("observer_links: %d", count);
	for (int i = 0; i < count; i++) {
		if (!strcmp(links[i].name, name))
			return links[i].flags & OBSERVER_LINK_UPLINK;
	}
	broken("%s is not listed", name);
}

struct way {
	const char *what;
	const char *add;
	const char *remove;
	bool up0;
	bool up1;
};

static const struct way ways[] = {
    {"default route", "ip route add default " VIA, "ip route del default", true, false},
    {"default route in another table", "ip route add default dev up0 table 100", "ip route flush table 100", true,
     false},
    {"table above 255", "ip route add default dev up0 table 1000", "ip route flush table 1000", true, false},
    {"IPv6 default route in another table", "ip -6 route add default dev up0 table 100", "ip -6 route flush table 100",
     true, false},
    {"both halves", "ip route add 0.0.0.0/1 dev up0; ip route add 128.0.0.0/1 dev up1",
     "ip route del 0.0.0.0/1; ip route del 128.0.0.0/1", true, true},
    {"both halves of IPv6", "ip -6 route add ::/1 dev up0; ip -6 route add 8000::/1 dev up1",
     "ip -6 route del ::/1; ip -6 route del 8000::/1", true, true},
    {"both halves of the IPv6 addresses in use", "ip -6 route add 2000::/4 dev up0; ip -6 route add 3000::/4 dev up1",
     "ip -6 route del 2000::/4; ip -6 route del 3000::/4", true, true},
    {"several hops", "ip route add default nexthop " VIA " nexthop via 10.91.0.2 dev up1", "ip route del default", true,
     true},
    {"several hops of IPv6", "ip -6 route add default nexthop " VIA6 " nexthop via fd91::2 dev up1",
     "ip -6 route del default", true, true},
    {"nexthop object", "ip nexthop add id 1 " VIA "; ip route add default nhid 1", "ip nexthop del id 1", true, false},
    {"nexthop object of IPv6", "ip nexthop add id 1 " VIA6 "; ip -6 route add default nhid 1", "ip nexthop del id 1",
     true, false},
    {"group of nexthop objects",
     "ip nexthop add id 1 " VIA "; ip nexthop add id 2 via 10.91.0.2 dev up1; ip nexthop add id 3 group 1/2;"
     "ip route add default nhid 3",
     "ip nexthop del id 3; ip nexthop del id 2; ip nexthop del id 1", true, true},
    {"nexthop object that discards", "ip nexthop add id 1 blackhole; ip route add default nhid 1",
     "ip nexthop del id 1", false, false},
    {"gateway behind a veth", "ip route add 10.92.0.0/16 " VIA, "ip route del 10.92.0.0/16", true, false},
    {"gateway as a nexthop object", "ip nexthop add id 1 " VIA "; ip route add 10.92.0.0/16 nhid 1",
     "ip nexthop del id 1", true, false},
    {"gateways of several hops", "ip route add 10.92.0.0/16 nexthop " VIA " nexthop via 10.91.0.2 dev up1",
     "ip route del 10.92.0.0/16", true, true},
    {"gateway of the other family", "ip route add 10.92.0.0/16 via inet6 fd90::2 dev up0", "ip route del 10.92.0.0/16",
     true, false},
    {"route to a workload", "ip route add 10.92.0.1/32 dev up0; ip -6 route add fd92::1 dev up0",
     "ip route del 10.92.0.1; ip -6 route del fd92::1", false, false},
    {"route to a quarter", "ip route add 64.0.0.0/2 dev up0", "ip route del 64.0.0.0/2", false, false},
    {"routes that discard", "ip route add unreachable default table 100; ip route add local default dev lo table 101",
     "ip route flush table 100; ip route flush table 101", false, false},
};

static void test_ways(const struct net *net)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const struct way *way = &ways[i];

		sh(net->node_fd, "%s", way->add);
		CHECK(is_uplink("up0") == way->up0, "%s: up0", way->what);
		CHECK(is_uplink("up1") == way->up1, "%s: up1", way->what);
		CHECK(!is_uplink("lo") && !is_uplink("node0") && !is_uplink("far0"), "%s: others", way->what);
		sh(net->node_fd, "%s", way->remove);
		CHECK(!is_uplink("up0") && !is_uplink("up1"), "%s: removed", way->what);
	}
}

/* Only a veth leads to a workload otherwise. */
static void test_gateway_behind_a_tunnel(const struct net *net)
{
	int fd = tun_open(net, "tun1");

	if (fd < 0) {
		printf("SKIPPED: a gateway behind a tunnel (no /dev/net/tun)\n");
		return;
	}
	sh(net->node_fd, "ip addr add 10.93.0.1/24 dev tun1; ip route add 10.94.0.0/16 via 10.93.0.2 dev tun1");
	CHECK(!is_uplink("tun1"), "a tunnel with a gateway");
	close(fd);
}

static void test_device_on_a_veth(const struct net *net)
{
	static const char *const devices[][2] = {
	    {"VLAN", "link up0 name on0 type vlan id 5"},
	    {"VXLAN", "name on0 type vxlan id 7 dev up0 dstport 4789"},
	    {"macvlan", "link up0 name on0 type macvlan"},
	};
	char command[128];

	for (size_t i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		snprintf(command, sizeof(command), "ip link add %s 2>/dev/null", devices[i][1]);
		if (system(command)) {
			printf("SKIPPED: %s on a veth (this kernel has none)\n", devices[i][0]);
			continue;
		}
		CHECK(is_uplink("up0") && !is_uplink("far0") && !is_uplink("up1"), "%s on a veth", devices[i][0]);
		sh(net->node_fd, "ip link del on0");
		CHECK(!is_uplink("up0"), "%s removed", devices[i][0]);
	}
}

void test_links(const struct net *net)
{
	static const char *const modes = "/proc/sys/net/ipv4/nexthop_compat_mode";

	sh(net->node_fd, "%s", set_up);
	test_ways(net);
	sh(net->node_fd, "echo 0 >%s", modes);
	test_ways(net);
	sh(net->node_fd, "echo 1 >%s", modes);
	test_gateway_behind_a_tunnel(net);
	test_device_on_a_veth(net);
	sh(net->node_fd, "ip link del up0; ip link del up1");
}
