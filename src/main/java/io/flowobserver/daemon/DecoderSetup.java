// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.DecodeConfig;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;

/** Creates the decoder and the attribution from their configuration. */
final class DecoderSetup {
    private DecoderSetup() {}

    static Decoder decoder(DecodeConfig config) {
        DecodeConfig.Redact redact = config.redact();
        // Hubble hides passwords if redaction is off, whatever the flag says.
        boolean userInfo = redact.httpUserInfo() || !redact.enabled();
        return new Decoder(new DecoderOptions(
                config.ipTracingOptionType(),
                new Redaction(
                        redact.enabled(),
                        redact.httpUrlQuery(),
                        userInfo,
                        redact.headersAllow(),
                        redact.headersDeny(),
                        redact.kafkaApiKey())));
    }

    static Attribution attribution(DecodeConfig config) {
        return new Attribution(new AttributionOptions(config.policyCorrelation(), config.skipUnknownCgroups()));
    }
}
