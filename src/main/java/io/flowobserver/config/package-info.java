// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What the operator asked for: flags become records here, validated once, and are passed down; nobody else reads flags
 * or the environment.
 */
@NullMarked
package io.flowobserver.config;

import org.jspecify.annotations.NullMarked;
