// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What the node tells of itself beyond Hubble's API: its status, and the names that it knows. */
@NullMarked
package io.flowobserver.serve.node;

import org.jspecify.annotations.NullMarked;
