// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.names;

/**
 * The name of a pod or a service.
 *
 * @param namespace may be empty
 */
record QualifiedName(String namespace, String name) {}
