// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Estimates the number of instructions of a regular expression before RE2 creates them. RE2 copies an item once for
 * each counted repetition, so nested counts multiply.
 *
 * <p>For a valid expression the estimate is never lower than the number that RE2 creates. This class does not detect
 * invalid expressions: RE2 rejects them.
 */
public final class RegexSize {
    /** Hubble's limit on counted repetitions; nested counts multiply. */
    private static final long MAX_REPETITIONS = 1_000;

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,\\d{0,9})?}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");
    private static final int OVERHEAD = 3;

    private final String regex;
    private final Matcher count;
    private final Matcher flags;
    private final Deque<Group> open = new ArrayDeque<>();
    private Group group = new Group();
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
        this.count = COUNT.matcher(regex);
        this.flags = FLAGS.matcher(regex);
    }

    /** The content of a pair of parentheses, with its last item. A repetition sign refers to that item. */
    private static final class Group {
        private long size = OVERHEAD;
        private long repetitions = 1;
        private long lastSize;
        private long lastRepetitions = 1;

        void add(long itemSize, long itemRepetitions) {
            size += itemSize;
            repetitions = Math.max(repetitions, itemRepetitions);
            lastSize = itemSize;
            lastRepetitions = itemRepetitions;
        }

        /** Repeats the last item. Each optional copy needs one more branch. A repeated item can be repeated again. */
        void repeat(long times) {
            long repeated = (lastSize + 1) * times + OVERHEAD;
            size += repeated - lastSize;
            lastSize = repeated;
            lastRepetitions *= times;
            repetitions = Math.max(repetitions, lastRepetitions);
        }
    }

    /**
     * Returns an upper bound of the number of instructions.
     *
     * @throws FilterException if counted repetitions multiply to more than 1,000
     */
    public static long of(String regex) throws FilterException {
        return new RegexSize(regex).measure();
    }

    private long measure() throws FilterException {
        while (at < regex.length()) {
            switch (regex.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '{' -> repetition();
                case '*', '+', '?', '|' -> {
                    group.repeat(1);
                    at++;
                }
                default -> character();
            }
        }
        while (!open.isEmpty()) {
            close();
        }
        return group.size;
    }

    private void character() {
        group.add(1, 1);
        at++;
    }

    /**
     * Opens a group. Flags such as {@code (?i)} are no group: a repetition sign after them refers to the item before
     * them.
     */
    private void open() {
        if (flags.region(at, regex.length()).lookingAt()) {
            at = flags.end();
        } else {
            open.push(group);
            group = new Group();
            at++;
        }
    }

    private void close() {
        if (!open.isEmpty()) {
            Group inner = group;
            group = open.pop();
            group.add(inner.size, inner.repetitions);
        }
        at++;
    }

    private void repetition() throws FilterException {
        if (!count.region(at, regex.length()).lookingAt()) {
            character();
            return;
        }
        long least = Long.parseLong(count.group(1));
        String upTo = count.group(2);
        long most = upTo == null || upTo.length() == 1 ? least : Long.parseLong(upTo.substring(1));
        long times = Math.max(1, Math.max(least, most));
        if (times * group.lastRepetitions > MAX_REPETITIONS) {
            throw FilterException.invalid("error parsing regexp: invalid repeat count: `" + count.group() + "`");
        }
        group.repeat(times);
        at = count.end();
    }

    /** Skips an escape, or the text between {@code \Q} and {@code \E}, which has no special characters. */
    private void escape() {
        if (!regex.startsWith("\\Q", at)) {
            group.add(1, 1);
            skipCharacter();
            return;
        }
        int end = regex.indexOf("\\E", at + 2);
        int quoted = (end < 0 ? regex.length() : end) - at - 2;
        for (int i = 0; i < quoted; i++) {
            group.add(1, 1);
        }
        at = end < 0 ? regex.length() : end + 2;
    }

    /**
     * Skips a character class. Two things are special in it: the closing bracket, unless it comes first, and a named
     * class such as {@code [:alpha:]}, unless it is at the end of a range.
     */
    private void characterClass() {
        group.add(1, 1);
        at += regex.startsWith("[^", at) ? 2 : 1;
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            first = false;
            int named = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
            if (named >= 0) {
                at = named + 2;
            } else if (!skipCharacter()
                    && at + 1 < regex.length()
                    && regex.charAt(at) == '-'
                    && regex.charAt(at + 1) != ']') {
                at++;
                skipCharacter();
            }
        }
        at = Math.min(regex.length(), at + 1);
    }

    /**
     * Skips one character or escape, such as {@code \p{Greek}} or {@code \x{10FFFF}}. The braces of an escape are no
     * repetition.
     *
     * @return whether the escape is a class such as {@code \d}; a class cannot begin a range
     */
    private boolean skipCharacter() {
        char escaped = regex.charAt(at) == '\\' && at + 1 < regex.length() ? regex.charAt(at + 1) : 0;
        at += escaped == 0 ? 1 : 2;
        boolean property = escaped == 'p' || escaped == 'P';
        if ((property || escaped == 'x') && regex.startsWith("{", at)) {
            int end = regex.indexOf('}', at);
            at = end < 0 ? regex.length() : end + 1;
        } else if (property) {
            at = Math.min(regex.length(), at + 1);
        }
        return property || (escaped != 0 && "dDsSwW".indexOf(escaped) >= 0);
    }
}
