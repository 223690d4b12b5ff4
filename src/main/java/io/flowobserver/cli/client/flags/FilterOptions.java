// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.flags;

import io.flowobserver.filter.flags.FilterFlag;
import io.flowobserver.filter.flags.FlowFilters;
import io.flowobserver.proto.observer.GetFlowsRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The flags that say which flows are wanted. Each occurrence counts, in the order of the command line. */
public final class FilterOptions {
    private static final Set<String> NAMES =
            Arrays.stream(FilterFlag.values()).map(FilterFlag::flag).collect(Collectors.toUnmodifiableSet());

    private final FlowFilters filters = new FlowFilters();

    /** Returns whether a flag is one of these. */
    public static boolean has(OptionSpec option) {
        return NAMES.contains(option.longestName());
    }

    /** Adds the flags to a command, whose values then come here. */
    public void addTo(CommandSpec command) {
        for (FilterFlag flag : FilterFlag.values()) {
            command.addOption(option(flag));
        }
    }

    /**
     * Checks what can be checked only when all flags were read.
     *
     * @throws io.flowobserver.filter.flags.FlagException if they contradict each other
     */
    public void check() {
        filters.checkEnd();
    }

    /** Adds the filters to a request. */
    public void fill(GetFlowsRequest.Builder request) {
        request.addAllWhitelist(filters.whitelist()).addAllBlacklist(filters.blacklist());
    }

    private OptionSpec option(FilterFlag flag) {
        OptionSpec.Builder option = OptionSpec.builder(flag.spellings()).description(flag.description());
        if (flag.label() == null) {
            // As in the hubble CLI, a value is taken and ignored: --reply=false is the same as --reply.
            option.type(boolean.class);
        } else {
            option.type(String.class).arity("1").paramLabel(flag.label());
        }
        return option.setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value != null) {
                            filters.add(flag, value.toString());
                        }
                        return value;
                    }
                })
                .build();
    }
}
