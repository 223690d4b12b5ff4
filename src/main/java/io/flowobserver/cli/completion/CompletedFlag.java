// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;

/**
 * A flag in a completion script.
 *
 * @param names its spellings, with their dashes
 * @param values what its value can be; empty if that is any text
 * @param file whether its value is the name of a file
 */
record CompletedFlag(List<String> names, String description, boolean takesValue, List<String> values, boolean file) {}
