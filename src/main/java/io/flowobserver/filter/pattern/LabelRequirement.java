// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import io.flowobserver.flow.text.Quoted;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One condition on the labels of an endpoint or node. Labels have the form {@code source:key=value}. */
final class LabelRequirement {
    enum Operator {
        PRESENT,
        ABSENT,
        IN,
        NOT_IN,
        GREATER,
        LESS
    }

    private static final String ANY = "any";
    private static final String CIDR = "cidr";
    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final String source;
    private final String key;
    private final Operator operator;
    private final Set<String> values;
    private final @Nullable String only;
    private final long bound;
    private final @Nullable AddressBlock cidr;

    private LabelRequirement(String source, String key, Operator operator, Set<String> values) throws FilterException {
        this.source = source;
        this.key = key;
        this.operator = operator;
        this.values = values;
        this.only = values.size() == 1 ? values.iterator().next() : null;
        boolean ordered = operator == Operator.GREATER || operator == Operator.LESS;
        this.bound = ordered ? number(values.iterator().next()) : 0;
        this.cidr = source.equals(CIDR) ? block(key) : null;
    }

    static LabelRequirement of(String text, Operator operator, Set<String> values) throws FilterException {
        int colon = text.indexOf(':');
        String source = colon < 0 ? ANY : text.substring(0, colon);
        String key = text.substring(colon + 1);
        // Like Hubble, apply the rules of Kubernetes for keys to source and key, joined by a dot.
        checkKey(source + "." + key);
        for (String value : values) {
            if (value.length() > MAX_NAME
                    || (!value.isEmpty() && !NAME.matcher(value).matches())) {
                throw FilterException.invalid("invalid label value " + Quoted.of(value) + " for key " + Quoted.of(key)
                        + ": a value has at most 63 letters, digits, '-', '_' or '.'");
            }
        }
        return new LabelRequirement(source, key, operator, values);
    }

    boolean matches(List<String> labels) {
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            int keyStart = keyStart(label);
            int keyEnd = keyEnd(label, keyStart);
            if (sourceMatches(label, keyStart) && keyMatches(label, keyStart, keyEnd)) {
                return holds(label, Math.min(label.length(), keyEnd + 1));
            }
        }
        return operator == Operator.ABSENT || operator == Operator.NOT_IN;
    }

    private boolean holds(String label, int valueStart) {
        return switch (operator) {
            case PRESENT -> true;
            case ABSENT -> false;
            case IN -> isAmong(label, valueStart);
            case NOT_IN -> !isAmong(label, valueStart);
            case GREATER, LESS -> ordered(label.substring(valueStart));
        };
    }

    /**
     * A single value, the usual case, is compared in place. For several values a set is faster, although it needs a
     * copy.
     */
    private boolean isAmong(String label, int valueStart) {
        return only == null
                ? values.contains(label.substring(valueStart))
                : label.length() - valueStart == only.length() && label.endsWith(only);
    }

    private boolean ordered(String value) {
        try {
            long held = Long.parseLong(value);
            return operator == Operator.GREATER ? held > bound : held < bound;
        } catch (NumberFormatException notNumber) {
            return false;
        }
    }

    private boolean sourceMatches(String label, int keyStart) {
        if (source.equals(ANY)) {
            return true;
        }
        if (keyStart == 0) {
            return source.equals("unspec");
        }
        if (label.charAt(0) == '$' || label.charAt(keyStart - 1) == '.') {
            return source.equals("reserved");
        }
        return keyStart - 1 == source.length() && label.startsWith(source);
    }

    private boolean keyMatches(String label, int keyStart, int keyEnd) {
        if (keyEnd - keyStart == key.length() && label.startsWith(key, keyStart)) {
            return true;
        }
        if (cidr == null) {
            return false;
        }
        AddressBlock held = block(label.substring(keyStart, keyEnd));
        return held != null && cidr.contains(held.high(), held.low(), !held.ipv4()) && cidr.isWiderThan(held);
    }

    /**
     * Returns the index of the key: after the first colon, {@code $} or {@code reserved.}; 0 if the label has no
     * source.
     */
    private static int keyStart(String label) {
        if (label.startsWith("$")) {
            return 1;
        }
        int colon = label.indexOf(':');
        if (colon >= 0) {
            return colon + 1;
        }
        return label.startsWith("reserved.") ? "reserved.".length() : 0;
    }

    private static int keyEnd(String label, int keyStart) {
        int equals = label.indexOf('=', keyStart);
        return equals < 0 ? label.length() : equals;
    }

    private static void checkKey(String key) throws FilterException {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        boolean prefixFits = slash < 0
                || (slash <= MAX_PREFIX
                        && PREFIX.matcher(key.substring(0, slash)).matches());
        if (name.length() > MAX_NAME) {
            throw FilterException.invalid(
                    "invalid label key " + Quoted.of(key) + ": name part must be no more than 63 characters");
        }
        if (!prefixFits || !NAME.matcher(name).matches()) {
            throw FilterException.invalid(
                    "invalid label key " + Quoted.of(key)
                            + ": a name consists of letters, digits, '-', '_' or '.' and begins and ends with a letter or digit");
        }
    }

    private static long number(String text) throws FilterException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notNumber) {
            throw FilterException.invalid("for 'Gt', 'Lt' operators, the value must be an integer: " + Quoted.of(text));
        }
    }

    /**
     * Parses the key of a CIDR label, which has dashes in place of the colons of IPv6. Returns null if it is no CIDR.
     */
    private static @Nullable AddressBlock block(String key) {
        try {
            return key.indexOf('/') < 0 ? null : AddressBlock.ofPrefix(key.replace('-', ':'));
        } catch (FilterException notCidr) {
            return null;
        }
    }
}
