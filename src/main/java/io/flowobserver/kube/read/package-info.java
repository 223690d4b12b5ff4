// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * Kubernetes objects, read from JSON as it comes into records that hold what flows need of them. An object that is not
 * what it should be costs that object.
 */
@NullMarked
package io.flowobserver.kube.read;

import org.jspecify.annotations.NullMarked;
