// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import io.flowobserver.config.ConfigException;
import io.flowobserver.config.ConfigFile;
import io.flowobserver.config.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the environment and the configuration file say, for the flags that the command line does not give. The
 * environment wins over the file.
 */
final class Settings {
    static final String PREFIX = "OBSERVER_";

    /** Read by the launcher and by clients. */
    private static final Set<String> OTHERS =
            Set.of("OBSERVER_HEAP", "OBSERVER_DIRECT", "OBSERVER_JAVA_OPTS", "OBSERVER_SERVER");

    /** What Kubernetes tells each container of a service whose name begins with "observer". */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "OBSERVER_(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    /** Three ways to say one thing: who gives one of them has said it. */
    private static final Set<String> RING = Set.of("--max-flows", "--ring-flows", "--ring-bytes");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,18}");

    private final Map<String, OptionSpec> known;
    private final ParseResult given;
    private final Set<String> said = new HashSet<>();
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * @param known all flags that any command takes from here, by their long names
     * @param given what the command line says
     */
    Settings(Map<String, OptionSpec> known, ParseResult given) {
        this.known = known;
        this.given = given;
        given.matchedOptions().forEach(option -> said.add(subject(option.longestName())));
    }

    /** @throws ConfigException if a variable is unknown or its value is none for its flag */
    void addEnvironment(Map<String, String> environment) {
        Map<String, OptionSpec> byVariable = new TreeMap<>();
        known.forEach((name, option) -> byVariable.put(variable(name), option));
        Set<String> saidHere = new HashSet<>();
        for (Map.Entry<String, String> entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(PREFIX) || OTHERS.contains(name)) {
                continue;
            }
            OptionSpec option = byVariable.get(name);
            if (option != null && !entry.getValue().isEmpty()) {
                add(option, values(option, entry.getValue()), name, saidHere);
            } else if (option == null && !SERVICE_LINK.matcher(name).matches()) {
                throw new ConfigException(
                        "environment: there is no variable " + name + meant(NearestName.of(name, byVariable.keySet())));
            }
        }
        said.addAll(saidHere);
    }

    /** @throws ConfigException if the file cannot be read, a name in it is unknown or a value is none for its flag */
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
                        where + "there is no \"" + entry.key() + "\"" + meant(NearestName.of(entry.key(), names)));
            }
            OptionSpec option = known.get("--" + entry.key());
            if (entry.list() && !option.isMultiValue()) {
                throw new ConfigException(where + entry.key() + ": takes one value, not a list");
            }
            add(option, entry.values(), where + entry.key(), saidHere);
        }
        said.addAll(saidHere);
    }

    /** The file that {@code --config} or its variable names. */
    static @Nullable Path file(ParseResult given, Map<String, String> environment) {
        Path flag = given.matchedOptionValue(ConfigOption.FLAG, null);
        String variable = environment.getOrDefault(variable(ConfigOption.FLAG), "");
        return flag != null || variable.isEmpty() ? flag : Path.of(variable);
    }

    /** What was found, as flags to stand before those that were given. */
    List<String> flags() {
        return flags;
    }

    /** An error with where the flag's value came from in place of the flag's name, if it came from here. */
    String explain(String error) {
        for (Map.Entry<String, String> origin : origins.entrySet()) {
            if (error.startsWith(origin.getKey() + ":")) {
                return origin.getValue() + error.substring(origin.getKey().length());
            }
        }
        return error;
    }

    /** {@code OBSERVER_RING_FLOWS} for {@code --ring-flows}. */
    static String variable(String flag) {
        return PREFIX + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private void add(OptionSpec option, List<String> values, String origin, Set<String> saidHere) {
        String name = option.longestName();
        for (String value : values) {
            check(option, value, origin);
        }
        // A file may serve several commands, and each takes what is its own.
        boolean ours = given.commandSpec().findOption(name) != null;
        if (!ours || name.equals(ConfigOption.FLAG) || said.contains(subject(name))) {
            return;
        }
        saidHere.add(subject(name));
        origins.put(name, origin);
        values.forEach(value -> flags.add(name + "=" + value));
    }

    /** A comma separates only where it does so in the flag's value, too: some lists have commas in their parts. */
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

    private static String subject(String name) {
        return RING.contains(name) ? "the ring" : name;
    }

    private static String meant(Optional<String> name) {
        return name.map(text -> ", did you mean \"" + text + "\"?").orElse("");
    }
}
