// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli;

import io.flowobserver.config.MetricsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that say what is counted and where it is shown. */
final class MetricsOptions {
    @Option(
            names = "--metrics-server",
            paramLabel = "ADDRESS",
            description = "where to serve /metrics, /healthz and /readyz: :port or host:port (default: nowhere)")
    private @Nullable String address;

    @Option(
            names = "--metric",
            paramLabel = "NAME[:OPTIONS]",
            description = "a flow metric, e.g. drop, tcp, flow:sourceContext=pod; repeatable and comma-separated")
    private List<String> metrics = new ArrayList<>();

    @Option(
            names = "--metrics-self",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "show the daemon's own metrics (observer_*) too (default: ${DEFAULT-VALUE})")
    private boolean self;

    MetricsConfig config() {
        return new MetricsConfig(
                metrics,
                Optional.ofNullable(address).filter(text -> !text.isEmpty()).map(MetricsConfig.Address::parse),
                self);
    }
}
