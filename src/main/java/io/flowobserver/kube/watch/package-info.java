// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Keeps track of the objects of a kind: lists them, watches them, and tells a listener what changed. */
@NullMarked
package io.flowobserver.kube.watch;

import org.jspecify.annotations.NullMarked;
