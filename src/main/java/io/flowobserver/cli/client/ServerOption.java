// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import picocli.CommandLine.Option;

/** The flag that every client command has. */
public final class ServerOption {
    @Option(
            names = "--server",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OBSERVER_SERVER:-${env:HUBBLE_SERVER:-unix:///var/run/hubble.sock}}",
            description = "host:port or unix:///path (default: $OBSERVER_SERVER, $HUBBLE_SERVER or "
                    + "unix:///var/run/hubble.sock)")
    private String server = "";

    /**
     * The address of the server.
     *
     * @throws UserError when what was given is no address
     */
    public ServerAddress address() {
        return ServerAddress.parse(server);
    }
}
