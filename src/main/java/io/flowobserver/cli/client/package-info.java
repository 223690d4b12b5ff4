// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Commands that are gRPC clients of a server: {@code observe}, {@code status}, {@code list}, {@code watch}. */
@NullMarked
package io.flowobserver.cli.client;

import org.jspecify.annotations.NullMarked;
