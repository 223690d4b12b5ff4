// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.client.connect.TlsOptions;
import io.flowobserver.cli.client.flags.AnswerOptions;
import io.flowobserver.cli.client.flags.FilterOptions;
import io.flowobserver.cli.client.flags.Format;
import io.flowobserver.cli.client.flags.InputOptions;
import io.flowobserver.cli.client.flags.MaskOptions;
import io.flowobserver.cli.client.flags.OutputOptions;
import io.flowobserver.cli.client.flags.RangeOptions;
import io.flowobserver.cli.client.flags.RawFilters;
import io.flowobserver.cli.console.HelpSection;
import java.lang.reflect.Field;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of {@code observer observe}, whose many flags stand in sections. */
final class ObserveHelp {
    private static final List<HelpSection> SECTIONS = List.of(
            new HelpSection("Which part of the history", isOf(RangeOptions.class)),
            new HelpSection(
                    "How flows are shown",
                    isOf(Format.class)
                            .or(isOf(OutputOptions.class))
                            .or(isOf(MaskOptions.class))
                            .or(isOf(AnswerOptions.class))),
            new HelpSection("Which flows (a flag that is given twice matches either value)", FilterOptions::has),
            new HelpSection("Filters in the form of the API", isOf(RawFilters.class)),
            new HelpSection("Where flows come from", ObserveHelp::isConnection),
            new HelpSection("General", option -> true));

    private ObserveHelp() {}

    static void arrange(CommandLine observe) {
        observe.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> HelpSection.render(help, SECTIONS));
    }

    private static boolean isConnection(OptionSpec option) {
        return option.userObject() instanceof Field field
                && (field.getDeclaringClass() == InputOptions.class
                        || field.getDeclaringClass().getPackage() == TlsOptions.class.getPackage());
    }

    private static Predicate<OptionSpec> isOf(Class<?> mixin) {
        return option -> option.userObject() instanceof Field field && field.getDeclaringClass() == mixin;
    }
}
