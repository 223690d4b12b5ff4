#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the shim's tests (test_shim, which sends real packets through the kernel programs) on an older Debian kernel
# under qemu.
#
#   run.sh SUITE TEST_DIRECTORY CACHE_DIRECTORY
#
# SUITE is a Debian release: bullseye has Linux 5.10, bookworm 6.1. TEST_DIRECTORY holds test_shim, libobserver.so and
# count.bpf.o. apt downloads the kernel from the mirror that this machine uses; it is kept in CACHE_DIRECTORY. Prints
# the result in one line; the output of the guest's console is in CACHE_DIRECTORY/SUITE/console.log.
set -eu

suite=$1
tests=$(realpath "$2")
mkdir -p "$3/$suite"
cache=$(realpath "$3")/$suite
limit=${TEST_KERNELS_SECONDS:-300}

fail() {
	echo "kernel of $suite: $*" >&2
	exit 1
}

[ "$(uname -m)" = x86_64 ] || { echo "kernel of $suite: SKIPPED (qemu is set up for x86_64 alone)"; exit 0; }
for tool in qemu-system-x86_64 cpio dpkg-deb dash ip; do
	command -v $tool >/dev/null || fail "$tool is missing: apt-get install qemu-system-x86 cpio dpkg iproute2"
done

# Runs apt with its own state, so that the machine's lists and packages do not change.
own_apt() {
	tool=$1
	shift
	"$tool" -q -o Dir::State="$cache/apt/state" -o Dir::State::status=/dev/null -o Dir::Cache="$cache/apt/cache" \
		-o Dir::Etc::SourceList="$cache/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
		-o APT::Sandbox::User=root -o APT::Install-Recommends=false "$@"
}

# Downloads and unpacks the newest kernel image of the suite and a static busybox.
fetch() {
	mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' |
		sed -n 's/ Debian$//p' | sort -u | head -n 1)
	[ -n "$mirror" ] || fail "apt knows no Debian mirror: run apt-get update, then again"
	mkdir -p "$cache/apt/state/lists/partial" "$cache/apt/cache/archives/partial"
	echo "deb $mirror $suite main" >"$cache/apt/sources.list"
	own_apt apt-get update >"$cache/apt.log" 2>&1 || fail "apt-get update failed, see $cache/apt.log"
	image=$(own_apt apt-cache depends linux-image-amd64 |
		sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
	[ -n "$image" ] || fail "no linux-image-amd64 in $suite of $mirror"
	(cd "$cache" && own_apt apt-get download "$image" busybox-static >>"$cache/apt.log" 2>&1) ||
		fail "cannot download $image, see $cache/apt.log"
	for package in "$cache"/*.deb; do
		dpkg-deb -x "$package" "$cache/tree"
		rm "$package"
	done
	echo "${image#linux-image-}" >"$cache/release"
	rm -rf "$cache/apt"
}

# Copies the modules that the tests use and that are not built into Debian's kernel.
copy_modules() {
	mkdir -p "$root/modules"
	for module in drivers/net/veth drivers/net/tun net/sched/sch_ingress net/sched/cls_bpf; do
		find "$cache/tree" -path "*/kernel/$module.ko*" -exec cp {} "$root/modules/" \;
	done
	find "$root/modules" -name '*.xz' -exec unxz {} +
}

# Copies a program to a path in the guest, and the shared libraries that it needs to their usual paths.
copy_program() {
	mkdir -p "$root/$(dirname "$2")"
	cp "$1" "$root/$2"
	ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
		mkdir -p "$root/$(dirname "$library")"
		cp -Ln "$library" "$root/$library"
	done
}

build_initramfs() {
	root=$(mktemp -d "$cache/initramfs.XXXXXX")
	trap 'rm -rf "$root"' EXIT
	mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tests"
	cp "$(find "$cache/tree" -type f -path '*bin/busybox')" "$root/bin/busybox"
	copy_program "$(command -v ip)" bin/ip
	# The tests' shell is not busybox, because that would run its own `ip`.
	copy_program "$(command -v dash)" bin/sh
	copy_program "$tests/test_shim" tests/test_shim
	cp "$tests/libobserver.so" "$tests/count.bpf.o" "$root/tests/"
	copy_modules
	cat >"$root/init" <<-'INIT'
		#!/bin/busybox sh
		/bin/busybox --install -s /bin 2>/dev/null
		mount -t proc proc /proc
		mount -t sysfs sys /sys
		mount -t devtmpfs dev /dev
		mkdir -p /dev/net
		for module in /modules/*.ko; do insmod $module; done
		[ -c /dev/net/tun ] || mknod /dev/net/tun c 10 200
		ip link set lo up
		/tests/test_shim
		echo "test_shim ends with $?"
		poweroff -f
	INIT
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initramfs.gz"
}

[ -s "$cache/release" ] || fetch
build_initramfs
release=$(cat "$cache/release")
begun=$(date +%s)
timeout "$limit" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 1024 -nic none -nographic -no-reboot \
	-kernel "$cache/tree/boot/vmlinuz-$release" -initrd "$cache/initramfs.gz" \
	-append "console=ttyS0 quiet panic=-1" </dev/null >"$cache/console.log" 2>&1 || true
seconds=$(($(date +%s) - begun))
if grep -q '^PASS' "$cache/console.log" && grep -q '^test_shim ends with 0' "$cache/console.log"; then
	echo "kernel $release: PASS ($seconds s)"
else
	tail -n 20 "$cache/console.log" >&2
	fail "$release did not pass in $seconds s, see $cache/console.log"
fi
