// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The objects that a row refers to: endpoints, names, services, nodes, policies and application records. Each object is
 * immutable, is shared by many rows, and holds its own protobuf encoding.
 */
@NullMarked
package io.flowobserver.flow.entity;

import org.jspecify.annotations.NullMarked;
