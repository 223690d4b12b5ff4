// SPDX-License-Identifier: Apache-2.0
/*
 * Makes Debian's libelf.a and libbpf.a fit for a shared library. They are compiled for executables, and access two
 * objects in a way that works only there. The linker takes the first definition of a symbol, so the ones in this file
 * replace those of the libraries:
 *
 * - libelf's thread-local error number: the functions that use it are replaced, which is one member of the archive.
 * - stdio's stderr, which libbpf's default printer uses: it stays NULL here, because the shim sets its own printer as
 *   soon as it is loaded.
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

/* As in libelf: with 0 it returns NULL if no error is pending; with -1 it always returns the last error's text. */
KEPT const char *elf_errmsg(int error)
{
	static __thread char text[32];

	if (error == 0 && last_error == 0)
		return NULL;
	snprintf(text, sizeof(text), "ELF error %d", error > 0 ? error : last_error);
	return text;
}
