#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs the shim's tests (test_shim, which sends real packets through the kernel programs) on a Debian kernel under qemu.
#
#   run.sh SUITES TEST_DIRECTORY CACHE_DIRECTORY
#
# SUITES are Debian releases: bullseye has Linux 5.10, bookworm 6.1. Of several, that with the newest kernel is taken,
# and those that cannot be reached are told and left out. TEST_DIRECTORY holds test_shim, libobserver.so and
# count.bpf.o. apt downloads the kernel from the mirror that this machine uses; it is kept in a directory of
# CACHE_DIRECTORY, `newest` if there are several suites. Prints the result in one line; the output of the guest's console
# is in console.log there.
set -eu

suites=$1
name=$1
case $suites in
*' '*) name=newest ;;
esac
tests=$(realpath "$2")
mkdir -p "$3/$name"
cache=$(realpath "$3")/$name
limit=${TEST_KERNELS_SECONDS:-900}

fail() {
	echo "kernel of $name: $*" >&2
	exit 1
}

[ "$(uname -m)" = x86_64 ] || { echo "kernel of $name: SKIPPED (qemu is set up for x86_64 alone)"; exit 0; }
for tool in qemu-system-x86_64 busybox cpio dpkg-deb dash ip; do
	command -v $tool >/dev/null || fail "$tool is missing: apt-get install qemu-system-x86 busybox-static cpio dpkg iproute2"
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

skip() {
	echo "kernel of $name: SKIPPED ($*)"
	exit 0
}

# Says of each version of linux-image-amd64 in the lists which package it stands for.
images() {
	own_apt apt-cache show linux-image-amd64 2>>"$cache/apt.log" |
		sed -n 's/^Depends:.*\(linux-image-[0-9][^ ,]*\).*/\1/p'
}

# Finds the newest kernel of the suites: sets image and suite, which are empty if there is none.
choose() {
	image= suite=
	for candidate in $suites; do
		rm -rf "$cache/apt"
		mkdir -p "$cache/apt/state/lists/partial" "$cache/apt/cache/archives/partial"
		echo "deb $mirror $candidate main" >"$cache/apt/sources.list"
		found=
		if own_apt apt-get -o APT::Update::Error-Mode=any update >>"$cache/apt.log" 2>&1; then
			found=$(images | sort -V | tail -n 1)
		fi
		if [ -z "$found" ]; then
			echo "kernel of $name: $candidate cannot be reached, or has no linux-image-amd64; see $cache/apt.log"
			continue
		fi
		echo "kernel of $name: $candidate has $found"
		if [ "$(printf '%s\n' "$image" "$found" | sort -V | tail -n 1)" != "$image" ]; then
			image=$found suite=$candidate
			rm -rf "$cache/apt.chosen"
			mv "$cache/apt" "$cache/apt.chosen"
		fi
	done
	rm -rf "$cache/apt"
	[ -z "$image" ] || mv "$cache/apt.chosen" "$cache/apt"
}

# The packages that hold the chosen kernel: itself, and in newer releases others of the same version that it needs.
packages() {
	own_apt apt-cache depends --recurse --important "$image" 2>>"$cache/apt.log" | tr -d ' <>' | sed 's/.*://' |
		grep '^linux-' | grep -F -e "-${image#linux-image-}" | sort -u
}

# Downloads and unpacks the newest kernel of the suites.
fetch() {
	mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' |
		sed -n 's/ Debian$//p' | sort -u | head -n 1)
	[ -n "$mirror" ] || fail "apt knows no Debian mirror: run apt-get update, then again"
	: >"$cache/apt.log"
	choose
	if [ -z "$image" ]; then
		[ "$name" = newest ] && skip "none of $suites can be reached here"
		fail "no kernel, see $cache/apt.log"
	fi
	echo "kernel of $name: $image of $suite"
	# shellcheck disable=SC2046 # a list of words
	(cd "$cache" && own_apt apt-get download $(packages) >>"$cache/apt.log" 2>&1) ||
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
	ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
		mkdir -p "$root/$(dirname "$library")"
		cp -Ln "$library" "$root/$library"
	done
}

build_initramfs() {
	root=$(mktemp -d "$cache/initramfs.XXXXXX")
	trap 'rm -rf "$root"' EXIT
	mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/tests"
	copy_program "$(command -v busybox)" bin/busybox
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
	-kernel "$(find "$cache/tree" -type f -name 'vmlinuz*' | head -n 1)" -initrd "$cache/initramfs.gz" \
	-append "console=ttyS0 quiet panic=-1" </dev/null >"$cache/console.log" 2>&1 || true
seconds=$(($(date +%s) - begun))
if grep -q '^PASS' "$cache/console.log" && grep -q '^test_shim ends with 0' "$cache/console.log"; then
	echo "kernel $release: PASS ($seconds s)"
else
	tail -n 20 "$cache/console.log" >&2
	fail "$release did not pass in $seconds s, see $cache/console.log"
fi
