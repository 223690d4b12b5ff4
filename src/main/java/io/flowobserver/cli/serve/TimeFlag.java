// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import io.flowobserver.filter.flags.GoDuration;
import java.time.Duration;

/** Reads the values of flags that are lengths of time. */
final class TimeFlag {
    private TimeFlag() {}

    /**
     * Returns a length of time, which may be 0 or negative.
     *
     * @param example what may be given, for the message
     * @throws ConfigException with a one-line message for the operator
     */
    static Duration parse(String flag, String text, String example) {
        return GoDuration.parse(text).orElseThrow(() -> wrong(flag, text, example));
    }

    /**
     * Returns a length of time that is more than 0.
     *
     * @throws ConfigException with a one-line message for the operator
     */
    static Duration positive(String flag, String text, String example) {
        return GoDuration.parse(text)
                .filter(time -> !time.isNegative() && !time.isZero())
                .orElseThrow(() -> wrong(flag, text, example));
    }

    private static ConfigException wrong(String flag, String text, String example) {
        return new ConfigException(flag + ": \"" + text + "\" is not a time; write for example " + example);
    }
}
