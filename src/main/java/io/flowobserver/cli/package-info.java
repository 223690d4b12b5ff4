// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The command line. {@link io.flowobserver.cli.Observer} parses the arguments. Each sub-command either starts the
 * daemon or is a short-lived gRPC client of one. A client works on the main thread and uses one daemon thread for the
 * network. Each error is printed as one line on standard error, with exit code 1.
 */
@NullMarked
package io.flowobserver.cli;

import org.jspecify.annotations.NullMarked;
