// SPDX-License-Identifier: Apache-2.0
/*
 * count tcx|tcx-first|clsact DEVICE: attaches the counter at the end of a device's TCX chains, at their head, or as the
 * newest clsact filter, which runs first. Then it prints "ready". For each line of input it prints how many packets it
 * saw at ingress, how many at egress, and how many TCX programs the device has.
 */
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "counter.h"

int main(int argc, char **argv)
{
	uint32_t ifindex = argc == 3 ? if_nametoindex(argv[2]) : 0;
	struct counter *counter;
	char line[16];

	if (!ifindex || (strcmp(argv[1], "tcx") && strcmp(argv[1], "tcx-first") && strcmp(argv[1], "clsact"))) {
		fputs("usage: count tcx|tcx-first|clsact DEVICE\n", stderr);
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	counter = strcmp(argv[1], "tcx-first") ? counter_attach(ifindex, !strcmp(argv[1], "clsact"))
					       : counter_attach_first(ifindex);
	puts("ready");
	while (fgets(line, sizeof(line), stdin))
		printf("%llu %llu %u\n", (unsigned long long)counter_read(counter, 0),
		       (unsigned long long)counter_read(counter, 1), tcx_programs(ifindex));
	counter_free(counter);
	return 0;
}
