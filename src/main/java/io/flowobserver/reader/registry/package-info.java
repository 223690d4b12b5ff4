// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Who reads the rings now, how far each reader is, and what readers have missed. For status and metrics. */
@NullMarked
package io.flowobserver.reader.registry;

import org.jspecify.annotations.NullMarked;
