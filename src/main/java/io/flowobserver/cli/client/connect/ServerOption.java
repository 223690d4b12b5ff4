// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.flowobserver.cli.console.SafeText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say which server a client calls, and how. Every client command has them. */
public final class ServerOption {
    @Option(
            names = "--server",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OBSERVER_SERVER:-${env:HUBBLE_SERVER:-unix:///var/run/hubble.sock}}",
            description = "host:port, tls://host:port or unix:///path (default: $OBSERVER_SERVER, $HUBBLE_SERVER or "
                    + "unix:///var/run/hubble.sock)")
    private String server = "";

    @Mixin
    private final TimeoutOptions times = new TimeoutOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Mixin
    private final BasicAuthOptions user = new BasicAuthOptions();

    @Mixin
    private final PortForwardOptions forward = new PortForwardOptions();

    @Option(
            names = {"-D", "--debug"},
            description = "print on standard error what is asked of which server")
    private boolean debug;

    /**
     * Checks that the flags do not contradict each other. {@link #address} does so too, but later than a command may
     * want.
     *
     * @throws io.flowobserver.cli.console.UserError if they do
     */
    public void check() {
        boolean encrypted = isEncrypted();
        user.check(encrypted);
        tls.check(encrypted);
        forward.check();
    }

    /**
     * Returns the parsed address with what a connection needs. With {@code --port-forward} this opens the way to the
     * server, so call it once.
     *
     * @throws io.flowobserver.cli.console.UserError if the value is no address, if flags contradict each other, or if a
     *     file cannot be used
     */
    public ServerAddress address() {
        check();
        Timeouts timeouts = times.timeouts();
        boolean encrypted = isEncrypted();
        Access access = new Access(encrypted ? tls.setup() : null, user.authorization(), timeouts);
        String text = forward.given() ? forward.open(encrypted, timeouts.request()) : server;
        ServerAddress address = ServerAddress.parse(text).with(access);
        explain("calling " + text + " " + access);
        return address;
    }

    /** Returns whether the way to the server is a port forward. */
    public boolean isForwarded() {
        return forward.given();
    }

    /** Returns whether the user wants to see what happens. */
    public boolean isDebug() {
        return debug;
    }

    /** Prints a line on standard error, if the user wants to see what happens. */
    public void explain(String text) {
        if (debug) {
            System.err.println("observer: debug: " + SafeText.of(text));
        }
    }

    private boolean isEncrypted() {
        return tls.given() || (ServerAddress.isEncrypted(server) && !forward.given());
    }
}
