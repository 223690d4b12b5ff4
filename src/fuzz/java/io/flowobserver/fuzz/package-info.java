// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * What {@code make fuzz} runs. The targets and what is checked are among the tests, in the package of the same name,
 * because inputs that were found once are tests from then on.
 */
package io.flowobserver.fuzz;
