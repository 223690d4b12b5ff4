// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What a row refers to: endpoints, names, services, nodes, policies, and what an application said. Every object is
 * immutable, is shared by many rows, and carries its own protobuf encoding.
 */
@NullMarked
package io.flowobserver.flow.entity;

import org.jspecify.annotations.NullMarked;
