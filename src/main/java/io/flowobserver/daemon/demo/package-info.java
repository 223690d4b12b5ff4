// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * A small node for a first look: pods in network namespaces of their own, real traffic between them, and the inventory
 * that names them; or a recording of it where that cannot be had. Everything it makes carries its process's id and
 * start, so that the next demo can tell, and remove, what a killed one left.
 */
@NullMarked
package io.flowobserver.daemon.demo;

import org.jspecify.annotations.NullMarked;
