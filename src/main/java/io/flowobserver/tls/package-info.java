// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * TLS files of a listener, in PEM: certificate, key and client CAs are read together, watched, and replaced together
 * when they change.
 */
@NullMarked
package io.flowobserver.tls;

import org.jspecify.annotations.NullMarked;
