// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** HTTP/1.1 on the same listeners: status, flows as lines of JSON, health and readiness. */
@NullMarked
package io.flowobserver.serve.http;

import org.jspecify.annotations.NullMarked;
