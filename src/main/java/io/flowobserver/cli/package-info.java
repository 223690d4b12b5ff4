// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The command line. {@link io.flowobserver.cli.Observer} parses the arguments; each sub-command either starts the
 * daemon or is a short-lived gRPC client of one. Clients ask on one thread (main) and keep one daemon thread for the
 * network; every error becomes one line on standard error and the exit code 1.
 */
@NullMarked
package io.flowobserver.cli;

import org.jspecify.annotations.NullMarked;
