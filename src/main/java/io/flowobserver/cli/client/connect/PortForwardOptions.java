// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags for the way to a relay in a Kubernetes cluster, which the user's own kubectl opens. */
public final class PortForwardOptions {
    private static final int MAX_PORT = 65_535;
    private static final String SERVICE = "service/hubble-relay";

    @Option(
            names = {"-P", "--port-forward"},
            description = "ask the relay of a cluster, through \"kubectl port-forward\", instead of --server")
    private boolean wanted;

    @Option(
            names = "--port-forward-port",
            paramLabel = "PORT",
            defaultValue = "4245",
            description = "local port for that, 0 for any; default: 4245")
    private int port;

    @Option(names = "--kube-context", paramLabel = "NAME", description = "context of kubectl for that")
    private String context = "";

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "configuration of kubectl for that")
    private String config = "";

    @Option(
            names = "--kube-namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "kube-system",
            description = "namespace of the relay; default: kube-system")
    private String namespace = "";

    /** Returns whether the flag {@code --port-forward} is given. */
    public boolean given() {
        return wanted;
    }

    /**
     * Checks the port.
     *
     * @throws UserError if it is no port
     */
    public void check() {
        if (port < 0 || port > MAX_PORT) {
            throw new UserError(
                    "invalid argument \"" + port + "\" for \"--port-forward-port\" flag: use a port from 0 to 65535");
        }
    }

    /**
     * Starts kubectl and returns the local address that it forwards. It ends with this process.
     *
     * @param encrypted whether the relay is called with TLS, on which the port of its service depends
     * @throws UserError if there is no kubectl, or if it cannot reach the relay
     */
    public String open(boolean encrypted, Duration patience) {
        List<String> arguments = arguments(encrypted);
        int local = new PortForward(System.getenv("PATH"), patience).start(arguments);
        return "localhost:" + local;
    }

    List<String> arguments(boolean encrypted) {
        List<String> arguments = new ArrayList<>();
        if (!config.isEmpty()) {
            arguments.add("--kubeconfig=" + config);
        }
        if (!context.isEmpty()) {
            arguments.add("--context=" + context);
        }
        arguments.add("--namespace=" + namespace);
        arguments.add("port-forward");
        arguments.add(SERVICE);
        arguments.add((port == 0 ? "" : port) + ":" + (encrypted ? "443" : "80"));
        return arguments;
    }
}
