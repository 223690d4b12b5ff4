// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What an observer tells of its node beyond Hubble's API, for people. */
@NullMarked
package io.flowobserver.cli.print.node;

import org.jspecify.annotations.NullMarked;
