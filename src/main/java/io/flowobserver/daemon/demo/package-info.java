// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The demo: a small node with pods in their own network namespaces, real traffic between them, and an inventory of
 * them. If the process lacks the rights, the demo replays a recording instead. The name of everything that a demo
 * creates contains the pid and the start time of its process. From these the next demo detects what a killed demo left,
 * and removes it.
 */
@NullMarked
package io.flowobserver.daemon.demo;

import org.jspecify.annotations.NullMarked;
