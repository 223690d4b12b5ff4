// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.completion;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A completion script for zsh, to be sourced or to lie in a directory of {@code fpath} as {@code _observer}. */
final class ZshScript {
    private static final String HEAD =
            """
            #compdef observer
            # zsh completion for observer
            # To use it now: source <(observer completion zsh)

            _observer() {
                local command= previous= word i files=
                local -a commands flags valued arguments values
                for ((i = 2; i < CURRENT; i++)); do
                    word=${words[i]}
                    if [[ -n $previous ]]; then
                        previous=
                        continue
                    fi
                    _observer_of "$command"
                    if (( ${valued[(Ie)$word]} )); then
                        previous=$word
                    else
                        _observer_below "$command" "$word"
                    fi
                done
                _observer_of "$command"
                if [[ -z $previous && $PREFIX == --*=* ]]; then
                    previous=${PREFIX%%=*}
                    compset -P '*='
                fi
                if [[ -n $previous ]]; then
                    _observer_values "$command" "$previous"
                    if [[ -n $files ]]; then
                        _files
                    else
                        compadd -- $values
                    fi
                elif [[ $PREFIX == -* ]]; then
                    _describe -o flag flags
                else
                    _describe command commands
                    compadd -- $arguments
                fi
            }

            """;

    private static final String TAIL =
            """
                esac
            }

            # compinit makes this file the function; who sources it wants it registered.
            if [[ $funcstack[1] == _observer ]]; then
                _observer "$@"
            else
                compdef _observer observer
            fi
            """;

    private ZshScript() {}

    static String of(List<CompletedCommand> all) {
        StringBuilder out = new StringBuilder(HEAD);
        out.append("_observer_of() {\n    case $1 in\n");
        all.forEach(command -> appendCommand(out, command));
        out.append("    esac\n}\n\n_observer_below() {\n    case \"$1:$2\" in\n");
        ShellCases.appendCommands(out, all);
        out.append("    esac\n}\n\n_observer_values() {\n    case \"$1:$2\" in\n");
        all.forEach(command -> ShellCases.appendValues(out, command, values -> "(" + values + ")"));
        return out.append(TAIL).toString();
    }

    private static void appendCommand(StringBuilder out, CompletedCommand command) {
        out.append("        (\"").append(command.path()).append("\")\n            commands=(");
        for (Map.Entry<String, String> sub : command.commands().entrySet()) {
            out.append(described(sub.getKey(), sub.getValue()));
        }
        out.append(")\n            flags=(");
        for (CompletedFlag flag : command.flags()) {
            flag.names().forEach(name -> out.append(described(name, flag.description())));
        }
        out.append(")\n            valued=(")
                .append(command.flags().stream()
                        .filter(CompletedFlag::takesValue)
                        .map(flag -> String.join(" ", flag.names()))
                        .collect(Collectors.joining(" ")))
                .append(")\n            arguments=(")
                .append(String.join(" ", command.words()))
                .append(")\n            ;;\n");
    }

    private static String described(String word, String description) {
        String text = (word.replace(":", "\\:") + ":" + description).replace("'", "'\\''");
        return "\n                '" + text + "'";
    }
}
