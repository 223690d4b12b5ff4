// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Manual pages, made of what the command line knows of itself. */
@NullMarked
package io.flowobserver.cli.manual;

import org.jspecify.annotations.NullMarked;
