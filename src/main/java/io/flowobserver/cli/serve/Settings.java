// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import io.flowobserver.cli.settings.ClientKey;
import io.flowobserver.config.ConfigException;
import io.flowobserver.config.ConfigFile;
import io.flowobserver.flow.text.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags from the environment and the configuration file, for flags that the command line does not give. The
 * environment has precedence over the file. For one thread.
 */
final class Settings {
    static final String PREFIX = "OBSERVER_";

    /** Variables that the launcher or a client reads. */
    private static final Set<String> OTHERS =
            Set.of("OBSERVER_HEAP", "OBSERVER_DIRECT", "OBSERVER_JAVA_OPTS", "OBSERVER_COMPAT");

    /** Variables that Kubernetes sets in each container for a service whose name begins with "observer". */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "OBSERVER_(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    /** Flags for the same setting. If one of them is given, the others count as given too. */
    private static final Set<String> RING = Set.of("--max-flows", "--ring-flows", "--ring-bytes");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    private final Map<String, OptionSpec> known;
    private final ParseResult given;
    private final Set<String> said = new HashSet<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * Creates empty settings.
     *
     * @param known all flags of commands that have {@code --config}, by their long names
     * @param given the parsed command line
     */
    Settings(Map<String, OptionSpec> known, ParseResult given) {
        this.known = known;
        this.given = given;
        given.matchedOptions().forEach(option -> said.add(subject(option.longestName())));
    }

    /**
     * Adds the flags from environment variables.
     *
     * @throws ConfigException if a variable is unknown, or if its value does not fit its flag
     */
    void addEnvironment(Map<String, String> environment) {
        Map<String, OptionSpec> byVariable = new TreeMap<>();
        known.forEach((name, option) -> byVariable.put(variable(name), option));
        Set<String> saidHere = new HashSet<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(PREFIX) || isOfOthers(name)) {
                continue;
            }
            OptionSpec option = byVariable.get(name);
            if (option != null && !entry.getValue().isEmpty()) {
                add(option, values(option, entry.getValue()), name, saidHere);
            } else if (option == null && !SERVICE_LINK.matcher(name).matches()) {
                throw new ConfigException(
                        "environment: there is no variable " + name + NearestName.question(name, byVariable.keySet()));
            }
        }
        said.addAll(saidHere);
    }

    /**
     * Adds the flags from the configuration file.
     *
     * @throws ConfigException if the file cannot be read, if a name in it is unknown, or if a value does not fit its
     *     flag
     */
    void addFile(Path file) {
        List<String> names = known.keySet().stream()
                .filter(name -> !name.equals(ConfigOption.FLAG))
                .map(name -> name.substring(2))
                .toList();
        Set<String> saidHere = new HashSet<>();
        for (ConfigFile.Entry entry : ConfigFile.read(file)) {
            String where = file + ":" + entry.line() + ": ";
            if (!names.contains(entry.key())) {
                throw new ConfigException(
                        where + "there is no \"" + entry.key() + "\"" + NearestName.question(entry.key(), names));
            }
            OptionSpec option = known.get("--" + entry.key());
            if (entry.list() && !option.isMultiValue()) {
                throw new ConfigException(where + entry.key() + ": takes one value, not a list");
            }
            add(option, entry.values(), where + entry.key(), saidHere);
        }
        said.addAll(saidHere);
    }

    /** Returns the file that {@code --config} or its environment variable names, or null. */
    static @Nullable Path file(ParseResult given, Map<String, String> environment) {
        Path flag = given.matchedOptionValue(ConfigOption.FLAG, null);
        String variable = environment.getOrDefault(variable(ConfigOption.FLAG), "");
        return flag != null || variable.isEmpty() ? flag : Path.of(variable);
    }

    /** Returns the flags that were found. They go before the flags of the command line. */
    List<String> flags() {
        return flags;
    }

    /**
     * Returns an error with the flag's name replaced by the place that its value came from, if that is not the command
     * line.
     */
    String explain(String error) {
        for (Map.Entry<String, String> origin : origins.entrySet()) {
            if (error.startsWith(origin.getKey() + ":")) {
                return origin.getValue() + error.substring(origin.getKey().length());
            }
        }
        return error;
    }

    /** Returns the variable of a flag, such as {@code OBSERVER_RING_FLOWS} for {@code --ring-flows}. */
    static String variable(String flag) {
        return PREFIX + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private void add(OptionSpec option, List<String> values, String origin, Set<String> saidHere) {
        String name = option.longestName();
        for (String value : values) {
            check(option, value, origin);
        }
        // Several commands can use the same file. Each command takes only its own flags.
        boolean ours = given.commandSpec().findOption(name) != null;
        if (!ours || name.equals(ConfigOption.FLAG) || said.contains(subject(name))) {
            return;
        }
        saidHere.add(subject(name));
        origins.put(name, origin);
        values.forEach(value -> flags.add(name + "=" + value));
    }

    /**
     * Splits the text into the values of a flag. A comma separates values only if it does so on the command line,
     * because some values contain commas.
     */
    private static List<String> values(OptionSpec option, String text) {
        if (!option.isMultiValue()) {
            return List.of(text);
        }
        return List.of(text.strip().split(",".equals(option.splitRegex()) ? "[,\\s]+" : "\\s+"));
    }

    private static void check(OptionSpec option, String value, String origin) {
        Class<?> type = option.auxiliaryTypes()[0];
        boolean number = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        if (number && !WHOLE_NUMBER.matcher(value).matches()) {
            throw new ConfigException(origin + ": \"" + value + "\" is not a whole number");
        }
        boolean truth = type == boolean.class || type == Boolean.class;
        if (truth && !value.equals("true") && !value.equals("false")) {
            throw new ConfigException(origin + ": \"" + value + "\" is neither true nor false");
        }
    }

    /** Returns whether the launcher or the client commands read a variable. */
    private static boolean isOfOthers(String name) {
        return OTHERS.contains(name)
                || Arrays.stream(ClientKey.values())
                        .anyMatch(key -> key.variable().equals(name));
    }

    private static String subject(String name) {
        return RING.contains(name) ? "the ring" : name;
    }
}
