// SPDX-License-Identifier: Apache-2.0
/*
 * What Debian's libelf.a and libbpf.a need before they go into a shared library: they are compiled for executables, and
 * reach two objects in ways that only an executable may. Whoever defines a symbol first keeps the other one out.
 *
 * - libelf's thread-local error number: its error functions are replaced (one member of the archive).
 * - stdio's stderr, for libbpf's default printer: the shim sets a printer of its own as soon as it is loaded, so this
 *   one stays empty.
 */
#include <libelf.h>
#include <stddef.h>

#define KEPT __attribute__((visibility("hidden")))

int snprintf(char *text, size_t size, const char *format, ...);

KEPT void *stderr;

static __thread int last_error;

KEPT void __libelf_seterrno(int value);

void __libelf_seterrno(int value)
{
	last_error = value;
}

KEPT int elf_errno(void)
{
	int error = last_error;

	last_error = 0;
	return error;
}

/* As in libelf: 0 asks for a pending error only, -1 for the last error in any case. */
KEPT const char *elf_errmsg(int error)
{
	static __thread char text[32];

	if (error == 0 && last_error == 0)
		return NULL;
	snprintf(text, sizeof(text), "ELF error %d", error > 0 ? error : last_error);
	return text;
}
