# SPDX-License-Identifier: Apache-2.0
# Copyright The observer authors
#
# make image, or: docker build --build-arg VERSION=0.1.0 -t observer:0.1.0 .
# For another registry or a pinned digest, give BUILD_BASE and RUN_BASE. The native code needs glibc on amd64.

ARG BUILD_BASE=debian:12
ARG RUN_BASE=eclipse-temurin:25-jre

FROM ${BUILD_BASE} AS build
RUN apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install make
WORKDIR /build
# Apart from the sources, so that a change to them does not install all packages again.
COPY Makefile ./
COPY .ci .ci/
RUN make build-deps
COPY . ./
# The archives of classes are made again below: they are good only for the JVM and the place that they were made with.
RUN make build && rm -r target/observer/archives

FROM ${RUN_BASE}
ARG VERSION
LABEL org.opencontainers.image.title="observer" \
      org.opencontainers.image.description="A flow observer for one Kubernetes node, wire-compatible with Hubble" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0 AND (GPL-2.0-only OR BSD-2-Clause)"
COPY --from=build /build/target/observer /opt/observer/
ENV PATH=/opt/observer/bin:${PATH}
RUN ["archive-classes"]
# Root, because a container's capabilities reach only root; docs/deploy.md says which three it needs.
USER 0:0
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/observer/bin/observer"]
CMD ["serve"]
