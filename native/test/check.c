// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
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
	fputs("BROKEN: ", stderr);
	vfprintf(stderr, format, arguments);
	fprintf(stderr, " (%s)\n", strerror(errno));
	va_end(arguments);
	exit(2);
}
