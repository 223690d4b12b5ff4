// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** What {@code make bench} runs; docs/benchmarks.md says what the figures mean. */
package io.flowobserver.bench;
