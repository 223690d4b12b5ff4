// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What a listener needs for TLS: files in PEM, read as one whole, watched, and replaced as one whole when they change.
 */
@NullMarked
package io.flowobserver.tls;

import org.jspecify.annotations.NullMarked;
