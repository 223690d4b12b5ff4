// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The command {@code reflect}: the protobuf files of a server. */
@NullMarked
package io.flowobserver.cli.reflect;

import org.jspecify.annotations.NullMarked;
