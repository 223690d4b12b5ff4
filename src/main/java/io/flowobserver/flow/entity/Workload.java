// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow.entity;

/** The controller that owns a pod, for example name {@code web} and kind {@code Deployment}. */
public record Workload(String name, String kind) {}
