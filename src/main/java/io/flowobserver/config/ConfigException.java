// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

/**
 * Thrown for an invalid configuration. The message is one line for the operator: it names the invalid input and says
 * what is valid.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }
}
