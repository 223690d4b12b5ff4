// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** A flow observer for one node; bytes enter at {@code source}, answers leave at {@code serve}. */
package io.flowobserver;
