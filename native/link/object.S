// SPDX-License-Identifier: Apache-2.0
/* Puts the compiled kernel programs into the library. */
#ifdef __CET__
#include <cet.h> /* marks the object for CET; without that mark in each object, the library has none */
#endif
	.section .rodata
	.balign 16
	.global observer_object
	.hidden observer_object
	.type observer_object, %object
observer_object:
	.incbin "observer.bpf.o"
	.global observer_object_end
	.hidden observer_object_end
observer_object_end:
	.size observer_object, . - observer_object
	.section .note.GNU-stack, "", %progbits
