// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.serve;

import io.flowobserver.cli.client.connect.ServerAddress;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.daemon.LeftoverFilters;
import io.flowobserver.daemon.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code observer detach}: removes the filters that a killed daemon left on devices. */
@Command(
        name = "detach",
        description = "Remove the filters that a killed observer left on devices (kernels before 6.6)",
        sortOptions = false,
        exitCodeOnInvalidInput = 1)
public final class DetachCommand implements Callable<Integer> {
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    @Option(
            names = "--interfaces",
            paramLabel = "NAME",
            split = ",",
            description = "devices to clean, names or globs; repeatable (default: all)")
    private List<String> interfaces = new ArrayList<>();

    @Option(names = "--force", description = "detach even if a server is running, which may be an attached observer")
    private boolean force;

    @Option(
            names = "--server",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OBSERVER_SERVER:-${env:HUBBLE_SERVER:-unix:///var/run/hubble.sock}}",
            description = "host:port or unix:///path of a server that may be this host's observer (default:"
                    + " $OBSERVER_SERVER, $HUBBLE_SERVER or unix:///var/run/hubble.sock)")
    private String server = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServerAddress address = ServerAddress.parse(server);
        if (!force && answers(address)) {
            throw new UserError("a server is running at " + address.text()
                    + ", and may be an observer that is attached here; stop it first, or use --force");
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            Map<String, Integer> removed = LeftoverFilters.remove(interfaces);
            removed.forEach((device, filters) -> out.println("removed " + filters + " filters from " + device));
            if (removed.isEmpty()) {
                out.println("nothing to remove");
            }
        } catch (StartException e) {
            throw new UserError(e.getMessage());
        } finally {
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private static boolean answers(ServerAddress address) {
        if (address.socket() != null) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address.socket()))) {
                return channel.isConnected();
            } catch (IOException nobodyListens) {
                return false;
            }
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException nobodyListens) {
            return false;
        }
    }
}
