// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.http;

import java.time.Duration;

/**
 * How long an answer may take.
 *
 * @param silence without a byte
 * @param whole from its first byte to its last
 */
public record Patience(Duration silence, Duration whole) {}
