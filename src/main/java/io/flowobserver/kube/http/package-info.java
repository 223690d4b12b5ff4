// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Requests to the Kubernetes API server, whose answers are read as they come. */
@NullMarked
package io.flowobserver.kube.http;

import org.jspecify.annotations.NullMarked;
