// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Output formats: flows and events as compact lines, tables, dictionaries and JSON. */
@NullMarked
package io.flowobserver.cli.print;

import org.jspecify.annotations.NullMarked;
