// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Where the Kubernetes API server is, and how to log in to it. */
@NullMarked
package io.flowobserver.kube.config;

import org.jspecify.annotations.NullMarked;
