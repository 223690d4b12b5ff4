#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Checks by readelf that the library and our object files in it have the protections that CONTRIBUTING.md promises.
#
#   hardening.sh LIBRARY OBJECT...
#
# The static libraries in it (libbpf, libelf, zlib) are as the distribution compiled them. So what the compiler adds is
# looked for in our own object files: the options of C files stand in their debugging information.
set -eu

library=$1
shift
failures=0

fail() {
	echo "FAIL hardening: $*"
	failures=$((failures + 1))
}

for object; do
	name=${object##*/}
	readelf -nW "$object" | grep -q 'x86 feature: IBT, SHSTK' || fail "$name: is not marked for CET"
	readelf -SW "$object" | grep '\.note\.GNU-stack' | grep -q ' X ' && fail "$name: wants an executable stack"
	case $name in object.o) continue ;; esac
	# It warns of relocations of thread-local variables, which do not matter here.
	options=$(readelf --debug-dump=info "$object" 2>/dev/null | grep 'DW_AT_producer')
	for option in -fstack-protector-strong -fstack-clash-protection -fcf-protection; do
		case $options in *" $option"*) ;; *) fail "$name: compiled without $option" ;; esac
	done
done
readelf -sW "${library%/*}/message.o" | grep -q ' __vsnprintf_chk$' || fail "message.o: compiled without _FORTIFY_SOURCE"

segments=$(readelf -lW "$library")
dynamic=$(readelf -dW "$library")
case $segments in *GNU_RELRO*) ;; *) fail "$library: no RELRO" ;; esac
echo "$segments" | grep 'GNU_STACK' | grep -q 'RW ' || fail "$library: the stack is not marked, or executable"
echo "$segments" | grep 'LOAD' | grep -q 'RWE' && fail "$library: memory that is writable and executable"
echo "$dynamic" | grep -q 'BIND_NOW' || fail "$library: symbols are bound lazily, so RELRO is partial"
echo "$dynamic" | grep -q 'TEXTREL' && fail "$library: relocations in the code"
readelf --dyn-syms -W "$library" | grep -q '__stack_chk_fail' || fail "$library: no stack protector"

[ "$failures" -eq 0 ] || exit 1
echo "hardening: PASS"
