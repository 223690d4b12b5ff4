// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

/** The controller of a pod, as the pod names it. */
public record Owner(String kind, String name) {}
