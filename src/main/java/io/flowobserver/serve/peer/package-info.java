// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The Peer service, by which Hubble Relay finds this node and others. */
@NullMarked
package io.flowobserver.serve.peer;

import org.jspecify.annotations.NullMarked;
