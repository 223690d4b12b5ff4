// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.serve;

import io.flowobserver.config.CiliumCompat;
import io.flowobserver.config.DecodeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for decoding and redaction. */
final class DecodeOptions {
    @Option(
            names = "--network-policy-correlation",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "name the policies that decided on a flow (default: ${DEFAULT-VALUE})")
    private boolean policyCorrelation;

    @Option(
            names = "--skip-unknown-cgroup-ids",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "leave out socket events of cgroups that belong to no known pod (default: ${DEFAULT-VALUE})")
    private boolean skipUnknownCgroups;

    @Option(
            names = "--cilium-compat",
            paramLabel = "RELEASE",
            description =
                    "the release of Cilium whose rules apply where releases contradict each other: old (before 1.19), 1.19,"
                            + " 1.20 or 1.21 (default: old for events of unknown origin, 1.19 for metrics and filters)")
    private @Nullable String ciliumCompat;

    @Option(
            names = "--ip-tracing-option-type",
            paramLabel = "N",
            description = "type of the IP option that carries trace ids, 0 for none (default: ${DEFAULT-VALUE})")
    private int ipTracingOptionType;

    @Option(
            names = "--redact-enabled",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "hide HTTP headers and what the other redact flags name (default: ${DEFAULT-VALUE})")
    private boolean redact;

    @Option(
            names = "--redact-http-urlquery",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "hide query and fragment of URLs (default: ${DEFAULT-VALUE})")
    private boolean httpUrlQuery;

    @Option(
            names = "--redact-http-userinfo",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "hide passwords in URLs; they are also hidden if redaction is off (default: ${DEFAULT-VALUE})")
    private boolean httpUserInfo;

    @Option(
            names = "--redact-http-headers-allow",
            paramLabel = "NAME",
            split = ",",
            description = "show the values of these headers only; repeatable (default: none is shown)")
    private List<String> headersAllow = new ArrayList<>();

    @Option(
            names = "--redact-http-headers-deny",
            paramLabel = "NAME",
            split = ",",
            description = "hide the values of these headers only; repeatable (default: all are hidden)")
    private List<String> headersDeny = new ArrayList<>();

    @Option(
            names = "--redact-kafka-apikey",
            paramLabel = "BOOL",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "hide the API keys of Kafka requests (default: ${DEFAULT-VALUE})")
    private boolean kafkaApiKey;

    DecodeConfig config() {
        return new DecodeConfig(
                policyCorrelation,
                skipUnknownCgroups,
                Optional.ofNullable(ciliumCompat).map(CiliumCompat::parse),
                ipTracingOptionType,
                new DecodeConfig.Redact(redact, httpUrlQuery, httpUserInfo, headersAllow, headersDeny, kafkaApiKey));
    }
}
