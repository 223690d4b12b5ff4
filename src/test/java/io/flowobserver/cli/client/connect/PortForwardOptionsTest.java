// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowobserver.cli.console.UserError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PortForwardOptionsTest {
    @Test
    void arguments_flags_areThoseOfKubectl() {
        assertThat(options().arguments(false))
                .containsExactly("--namespace=kube-system", "port-forward", "service/hubble-relay", "4245:80");
        assertThat(options("--port-forward-port=0", "--kube-context=c", "--kubeconfig=/k", "--kube-namespace=n")
                        .arguments(true))
                .containsExactly(
                        "--kubeconfig=/k",
                        "--context=c",
                        "--namespace=n",
                        "port-forward",
                        "service/hubble-relay",
                        ":443");
    }

    @Test
    void start_withoutKubectl_namesTheCommandToType() {
        List<String> arguments = options("--port-forward-port=0").arguments(false);
        assertThatThrownBy(() -> new PortForward("/nonexistent::", Duration.ofSeconds(1)).start(arguments))
                .isInstanceOf(UserError.class)
                .hasMessage("--port-forward needs kubectl, which is not in $PATH; where it is, run \"kubectl"
                        + " --namespace=kube-system port-forward service/hubble-relay 4245:80\", and here use --server"
                        + " localhost:4245");
    }

    private static PortForwardOptions options(String... arguments) {
        PortForwardOptions options = new PortForwardOptions();
        CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.create());
        line.addMixin("forward", options);
        line.parseArgs(arguments);
        return options;
    }
}
