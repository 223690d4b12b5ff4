// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** Kubernetes objects: records with what flows need of them. */
@NullMarked
package io.flowobserver.kube.object;

import org.jspecify.annotations.NullMarked;
