// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/**
 * Builds the whitelist and the blacklist of a command line. {@code --not} puts the next flag on the blacklist. Flows
 * that match all flags of the blacklist are left out. For one thread.
 */
public final class FlowFilters {
    private final FilterPair wanted = new FilterPair();
    private final FilterPair unwanted = new FilterPair();
    private boolean not;

    /**
     * Adds the next flag of the command line.
     *
     * @param value {@code true} for a flag without a value
     * @throws FlagException if the value is invalid, or if the flag cannot be combined with an earlier flag
     */
    public void add(FilterFlag flag, String value) {
        try {
            if (flag != FilterFlag.NOT) {
                (not ? unwanted : wanted).add(flag, value);
            } else if (not) {
                throw new FlagException("consecutive --not statements");
            }
        } catch (FlagException e) {
            throw new FlagException(
                    "invalid argument \"" + value + "\" for \"" + flag.flag() + "\" flag: " + e.getMessage());
        }
        not = flag == FilterFlag.NOT;
    }

    /**
     * Checks that the last flag is not {@code --not}.
     *
     * @throws FlagException if it is
     */
    public void checkEnd() {
        if (not) {
            throw new FlagException("trailing --not found in the arguments");
        }
    }

    /**
     * Returns the whitelist.
     *
     * @throws FlagException if the namespace of a pod or service contradicts the namespace flags, or if no flag follows
     *     {@code --not}
     */
    public List<FlowFilter> whitelist() {
        checkEnd();
        return wanted.filters();
    }

    /**
     * Returns the blacklist.
     *
     * @throws FlagException if the namespace of a pod or service contradicts the namespace flags
     */
    public List<FlowFilter> blacklist() {
        return unwanted.filters();
    }
}
