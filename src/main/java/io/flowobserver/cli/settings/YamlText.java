// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.settings;

import io.flowobserver.cli.console.QuotedText;
import java.util.regex.Pattern;

/**
 * Texts as YAML scalars, quoted as the hubble command does it: in double quotes what would be no text without them, in
 * single quotes what contains characters of the syntax.
 */
final class YamlText {
    private static final Pattern NO_TEXT = Pattern.compile("|~|null|Null|NULL"
            + "|y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|<<|="
            + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?"
            + "|[-+]?0[box][0-9a-fA-F_]+|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");
    private static final Pattern SYNTAX = Pattern.compile(
            "[,\\[\\]{}#&*!|>'\"%@`].*|[-?:]|[-?:] .*|[ \\t].*|.*[ \\t:]|.*: .*|.* #.*|-{3}.*|\\.{3}.*",
            Pattern.DOTALL);

    private YamlText() {}

    static String of(String text) {
        if (NO_TEXT.matcher(text).matches() || text.chars().anyMatch(YamlText::isControl)) {
            return doubleQuoted(text);
        }
        return SYNTAX.matcher(text).matches() ? "'" + text.replace("'", "''") + "'" : text;
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029;
    }

    private static String doubleQuoted(String text) {
        StringBuilder out = new StringBuilder();
        QuotedText.append(out, text, YamlText::isControl);
        return out.toString();
    }
}
