// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** A flow observer for one node. Events enter through {@code source}; responses leave through {@code serve}. */
package io.flowobserver;
