// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A completion script for bash. It needs no bash-completion package. */
final class BashScript {
    private static final String HEAD =
            """
            # bash completion for observer                             -*- shell-script -*-
            # To use it now: source <(observer completion bash)

            _observer() {
                local command= previous= current=${COMP_WORDS[COMP_CWORD]} word i
                local commands= flags= valued= words= values= files=
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    # bash makes three words of --flag=value.
                    [[ $word != = ]] || continue
                    if [[ -n $previous ]]; then
                        previous=
                        continue
                    fi
                    _observer_of "$command"
                    case " $valued " in
                        *" $word "*) previous=$word ;;
                        *) _observer_below "$command" "$word" ;;
                    esac
                done
                _observer_of "$command"
                [[ $current != = ]] || current=
                if [[ -n $previous ]]; then
                    _observer_values "$command" "$previous"
                    if [[ -n $files ]]; then
                        compopt -o filenames 2>/dev/null
                        COMPREPLY=($(compgen -f -- "$current"))
                    else
                        COMPREPLY=($(compgen -W "$values" -- "$current"))
                    fi
                elif [[ $current == -* ]]; then
                    COMPREPLY=($(compgen -W "$flags" -- "$current"))
                else
                    COMPREPLY=($(compgen -W "$commands $words" -- "$current"))
                fi
            }

            """;

    private BashScript() {}

    static String of(List<CompletedCommand> all) {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("_observer_of() {\n    case $1 in\n");
        all.forEach(command -> appendCommand(out, command));
        out.append("    esac\n}\n\n_observer_below() {\n    case \"$1:$2\" in\n");
        ShellCases.appendCommands(out, all);
        out.append("    esac\n}\n\n_observer_values() {\n    case \"$1:$2\" in\n");
        all.forEach(command -> ShellCases.appendValues(out, command, values -> "\"" + values + "\""));
        return out.append("    esac\n}\n\ncomplete -F _observer observer\n").toString();
    }

    private static void appendCommand(StringBuilder out, CompletedCommand command) {
        out.append("        \"").append(command.path()).append("\")\n");
        appendWords(out, "commands", command.commands().keySet().stream());
        appendWords(out, "flags", command.flags().stream().flatMap(flag -> flag.names().stream()));
        appendWords(
                out,
                "valued",
                command.flags().stream().filter(CompletedFlag::takesValue).flatMap(flag -> flag.names().stream()));
        appendWords(out, "words", command.words().stream());
        out.append("            ;;\n");
    }

    private static void appendWords(StringBuilder out, String variable, Stream<String> words) {
        out.append("            ")
                .append(variable)
                .append("=\"")
                .append(words.collect(Collectors.joining(" ")))
                .append("\"\n");
    }
}
