// SPDX-License-Identifier: Apache-2.0
/*
 * count tcx|clsact DEVICE: puts the counter behind everything on a device and says "ready"; for each line of input it
 * says how many packets it saw at ingress, how many at egress, and how many TCX programs the device has.
 */
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

int failures;

void broken(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

int main(int argc, char **argv)
{
	uint32_t ifindex = argc == 3 ? if_nametoindex(argv[2]) : 0;
	struct counter *counter;
	char line[16];

	if (!ifindex || (strcmp(argv[1], "tcx") && strcmp(argv[1], "clsact")))
		broken("usage: count tcx|clsact DEVICE");
	setvbuf(stdout, NULL, _IOLBF, 0);
	counter = counter_attach(ifindex, !strcmp(argv[1], "clsact"));
	puts("ready");
	while (fgets(line, sizeof(line), stdin))
		printf("%llu %llu %u\n", (unsigned long long)counter_read(counter, 0),
		       (unsigned long long)counter_read(counter, 1), tcx_programs(ifindex));
	counter_free(counter);
	return 0;
}
