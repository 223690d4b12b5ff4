// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.filter.flags;

import io.flowobserver.proto.flow.FlowFilter;
import java.util.List;

/**
 * The whitelist and the blacklist that a command line means. {@code --not} puts the next flag on the blacklist; several of
 * its flags leave out what matches all of them.
 */
public final class FlowFilters {
    private final FilterPair wanted = new FilterPair();
    private final FilterPair unwanted = new FilterPair();
    private boolean not;

    /**
     * Takes the next flag of the command line.
     *
     * @param value {@code true} for flags without one
     * @throws FlagException when the value is wrong or the flag does not go with an earlier one
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
     * The filters of which a flow must pass one.
     *
     * @throws FlagException when a pod or service is not in the wanted namespace, or a {@code --not} has no flag
     */
    public List<FlowFilter> whitelist() {
        if (not) {
            throw new FlagException("trailing --not found in the arguments");
        }
        return wanted.filters();
    }

    /**
     * The filters of which a flow must pass none.
     *
     * @throws FlagException when a pod or service is not in the wanted namespace
     */
    public List<FlowFilter> blacklist() {
        return unwanted.filters();
    }
}
