# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 with git and make: `make build`, `make test`, `make run`.

MVN = mvn -B
NATIVE = $(MAKE) --no-print-directory -C native OUT=$(CURDIR)/target/native
JAVA = $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)
# As the daemon is started, apart from the direct memory that the clients share here.
BENCH_FLAGS = --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xms64m -Xmx256m -XX:MaxDirectMemorySize=512m
FUZZ_SECONDS ?= 30
FUZZ_TARGETS ?=
BARE_STAGES ?= build run test
PREFIX ?= /usr/local
DESTDIR ?=
SUDO = $(shell [ "$$(id -u)" = 0 ] || echo sudo)

BUILD_PACKAGES = clang llvm gcc libc6-dev libbpf-dev libelf-dev zlib1g-dev linux-libc-dev pkg-config
RUN_PACKAGES = iproute2
TEST_PACKAGES = $(RUN_PACKAGES) iputils-ping openssl curl jq prometheus zsh fish groff-base $(DEB_PACKAGES) systemd
IMAGE_PACKAGES = buildah runc debootstrap golang-github-containers-common iproute2 iputils-ping jq systemd
DEB_PACKAGES = dpkg-dev
BARE_PACKAGES = debootstrap
TRAFFIC_PACKAGES = $(RUN_PACKAGES) busybox-static curl ethtool iperf3 iputils-ping jq procps python3-minimal
APISERVER_PACKAGES = dpkg-dev openssl
KERNEL_PACKAGES = qemu-system-x86 busybox-static cpio dpkg dash iproute2

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

deps: build-deps ## install what is missing to build, run and test
	@.ci/deps $(TEST_PACKAGES)

build-deps: ## install what is missing to build
	@.ci/deps --java $(BUILD_PACKAGES)

build: build-deps ## leave a runnable distribution in target/observer/
	@$(NATIVE)
	@$(MVN) -q package -DskipTests

test: deps ## run every test; eBPF tests need root
	@$(NATIVE)
	@.ci/test

run: build ## build, then show flows of a small node made for the purpose
	@.ci/deps $(RUN_PACKAGES)
	@$(SUDO) target/observer/bin/observer serve --demo

test-bare: ## build, run and test HEAD in a minimal Debian 12 made for it, or only BARE_STAGES of it (root)
	@.ci/deps $(BARE_PACKAGES)
	@.ci/test-bare $(BARE_STAGES)

bench: build-deps ## measure; prints figures as in docs/benchmarks.md, takes about 5 minutes
	@$(NATIVE) all $(CURDIR)/target/native/bench
	@$(SUDO) target/native/bench target/native/bench.bpf.o
	@$(MVN) -q -P jmh -DskipTests process-test-classes
	@$(JAVA) $(BENCH_FLAGS) -cp target/jmh-classes:target/classes:$$(cat target/jmh.classpath) io.flowobserver.bench.Bench

bench-traffic: build ## measure what the observer costs real traffic, and how far the ring reaches; 20 minutes, on an idle machine (root)
	@.ci/deps $(TRAFFIC_PACKAGES)
	@.ci/bench-traffic

fuzz: build-deps ## feed every decoder made-up bytes, FUZZ_SECONDS (30) for each of FUZZ_TARGETS (all)
	@$(MVN) -q -P fuzz -DskipTests process-test-classes
	@$(JAVA) -cp target/fuzz-classes:target/classes:$$(cat target/fuzz.classpath) io.flowobserver.fuzz.Fuzz \
		$(FUZZ_SECONDS) $(FUZZ_TARGETS)

test-kernels: build-deps ## load and attach the eBPF programs on Debian's 5.10, 6.1 and newest kernels
	@.ci/deps $(KERNEL_PACKAGES)
	@$(NATIVE) test-kernels

test-traffic: build ## send real traffic at each level of aggregation and count it again; takes about 5 minutes (root)
	@.ci/deps $(TRAFFIC_PACKAGES)
	@.ci/test-traffic

test-apiserver: build-deps ## test with a kube-apiserver: KUBE_APISERVER and ETCD, or one built once from Debian's source (6 minutes)
	@.ci/deps $(APISERVER_PACKAGES)
	@$(NATIVE)
	@.ci/test-apiserver

image: ## build the container image observer:VERSION, or IMAGE, with docker, podman or buildah
	@.ci/image $(IMAGE)

test-image: ## build the image on bases made here, without a registry, and run it read-only (root)
	@.ci/deps $(IMAGE_PACKAGES)
	@.ci/test-image

install: ## copy the distribution, its unit, manual and completions to DESTDIR and PREFIX (/usr/local); make build first
	@.ci/install "$(DESTDIR)" "$(PREFIX)"

deb: build ## make the Debian package target/deb/observer_VERSION_amd64.deb; DEB_MAINTAINER is who maintains it
	@.ci/deps $(DEB_PACKAGES)
	@.ci/deb

test-deb: build ## make the Debian package and run what is in it, under the bounds of its systemd unit (root)
	@.ci/deps $(DEB_PACKAGES) systemd lintian iproute2 iputils-ping
	@.ci/test-deb

test-service: build ## install the package in a Debian 12 made for it, whose systemd starts the service (root)
	@.ci/deps $(DEB_PACKAGES) $(BARE_PACKAGES)
	@.ci/test-service

docs: build-deps ## write docs/configuration.md anew from the flags
	@$(MVN) -q test -Dtest=ConfigurationPageTest -Dobserver.docs=write

format: build-deps ## format Java and C
	@.ci/deps clang-format
	@$(MVN) -q spotless:apply
	@clang-format -i bpf/*.[ch] native/*.[ch] native/*/*.[ch]

clean: ## remove target/
	@rm -rf target

.PHONY: help deps build-deps build test run bench bench-traffic fuzz test-bare test-kernels test-traffic test-apiserver image test-image \
	install deb test-deb test-service docs format clean
