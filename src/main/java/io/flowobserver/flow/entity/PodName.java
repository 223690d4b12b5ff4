// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

/** A pod's namespace and name. Both are empty if an address belongs to no pod. */
public record PodName(String namespace, String name) {
    public static final PodName NONE = new PodName("", "");
}
