// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.config;

import java.util.List;
import java.util.Optional;

/**
 * The configuration for decoding. The names are those of Hubble's flags.
 *
 * @param policyCorrelation {@code --network-policy-correlation}
 * @param skipUnknownCgroups {@code --skip-unknown-cgroup-ids}
 * @param ciliumCompat {@code --cilium-compat}; empty if it was not given
 * @param ipTracingOptionType {@code --ip-tracing-option-type}; 0 for none
 */
public record DecodeConfig(
        boolean policyCorrelation,
        boolean skipUnknownCgroups,
        Optional<CiliumCompat> ciliumCompat,
        int ipTracingOptionType,
        Redact redact) {
    private static final int MAX_OPTION_TYPE = 255;

    public DecodeConfig {
        if (ipTracingOptionType < 0 || ipTracingOptionType > MAX_OPTION_TYPE) {
            throw new ConfigException("--ip-tracing-option-type: " + ipTracingOptionType
                    + " is no type of an IP option; give 0 (none) to " + MAX_OPTION_TYPE);
        }
    }

    /**
     * The parts of L7 records to hide.
     *
     * @param headersAllow headers whose values are shown; if not empty, the values of all others are hidden
     * @param headersDeny headers whose values are hidden; if not empty, the values of all others are shown
     */
    public record Redact(
            boolean enabled,
            boolean httpUrlQuery,
            boolean httpUserInfo,
            List<String> headersAllow,
            List<String> headersDeny,
            boolean kafkaApiKey) {
        public Redact {
            headersAllow = List.copyOf(headersAllow);
            headersDeny = List.copyOf(headersDeny);
            if (!headersAllow.isEmpty() && !headersDeny.isEmpty()) {
                throw new ConfigException(
                        "give one of --redact-http-headers-allow and --redact-http-headers-deny, not both");
            }
        }
    }
}
