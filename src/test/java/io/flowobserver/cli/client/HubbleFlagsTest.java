// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.cli.Observer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every flag of the hubble CLI 1.21 exists here with its letter, or docs/differences.md names it. */
class HubbleFlagsTest {
    private static final List<String> CONNECTION = List.of(
            "--config",
            "-D --debug",
            "--server",
            "--timeout",
            "--request-timeout",
            "--tls",
            "--tls-allow-insecure",
            "--tls-ca-cert-files",
            "--tls-client-cert-file",
            "--tls-client-key-file",
            "--tls-server-name",
            "--basic-auth-username",
            "--basic-auth-password",
            "-P --port-forward",
            "--port-forward-port",
            "--kube-context",
            "--kubeconfig",
            "--kube-namespace",
            "-h --help");
    private static final List<String> EVENTS = List.of(
            "--last",
            "--first",
            "--all",
            "-f --follow",
            "--since",
            "--until",
            "-o --output",
            "--print-node-name",
            "--print-policy-names",
            "--time-format",
            "-s --silent-errors",
            "--print-raw-filters",
            "--input-file",
            "--field-mask",
            "--use-default-field-masks");
    private static final String FLOWS =
            """
            --numeric --ip-translation --color --allowlist --denylist --not --uuid --ip --from-ip --to-ip --snat-ip \
            --ipv4 --ipv6 --ip-version --pod --from-pod --to-pod --namespace --from-namespace --to-namespace \
            --all-namespaces --from-all-namespaces --to-all-namespaces --label --from-label --to-label --service \
            --from-service --to-service --port --from-port --to-port --workload --from-workload --to-workload \
            --identity --from-identity --to-identity --fqdn --from-fqdn --to-fqdn --cluster --from-cluster \
            --to-cluster --node-name --node-label --protocol --tcp-flags --type --verdict --drop-reason-desc \
            --http-status --http-method --http-path --http-url --http-header --trace-id --ip-trace-id \
            --traffic-direction --interface --encrypted --unencrypted --reply --not-reply --cel-expression \
            -4 -6 -n -A -l -t""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "observe",
                "observe flows",
                "observe agent-events",
                "observe debug-events",
                "status",
                "list nodes",
                "list namespaces",
                "watch peers"
            })
    void command_flagsOfHubble_existOrAreToldOf(String command) throws IOException {
        CommandLine line = Observer.commandLine();
        for (String word : command.split(" ", -1)) {
            line = line.getSubcommands().get(word);
        }
        String differences = Files.readString(Path.of("docs/differences.md"));
        List<String> known = List.copyOf(line.getCommandSpec().optionsMap().keySet());
        List<String> missing = flags(command)
                .flatMap(flag -> Stream.of(flag.split(" ", -1)))
                .filter(flag -> !known.contains(flag) && !differences.contains("`" + flag + "`"))
                .toList();
        assertThat(missing).isEmpty();
    }

    private static Stream<String> flags(String command) {
        Stream<String> events = command.startsWith("observe") ? EVENTS.stream() : Stream.empty();
        boolean ofFlows = command.equals("observe") || command.equals("observe flows");
        Stream<String> flows = ofFlows ? Stream.of(FLOWS.split(" ", -1)) : Stream.empty();
        return Stream.of(CONNECTION.stream(), events, flows).flatMap(stream -> stream);
    }
}
