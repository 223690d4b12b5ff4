// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon;

import io.flowobserver.config.DecodeConfig;
import io.flowobserver.decode.Decoder;
import io.flowobserver.decode.DecoderOptions;
import io.flowobserver.decode.Origin;
import io.flowobserver.decode.l7.Redaction;
import io.flowobserver.enrich.Attribution;
import io.flowobserver.enrich.AttributionOptions;
import io.flowobserver.flow.row.Generation;

/** Creates the decoder and the attribution from their configuration, and says which generations apply. */
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

    /** Returns where events come from if their source does not know. */
    static Origin unknownOrigin(DecodeConfig config) {
        return Origin.of(generation(config, Generation.OLD));
    }

    /** Returns the generation that decides what a client can notice. */
    static Generation forClients(DecodeConfig config) {
        return generation(config, Generation.FOR_CLIENTS);
    }

    /** Returns the generation that was configured, or {@code fallback} if none was. */
    private static Generation generation(DecodeConfig config, Generation fallback) {
        return config.ciliumCompat()
                .map(compat -> switch (compat) {
                    case OLD -> Generation.OLD;
                    case V1_19 -> Generation.V1_19;
                    case V1_20 -> Generation.V1_20;
                    case V1_21 -> Generation.V1_21;
                })
                .orElse(fallback);
    }

    static Attribution attribution(DecodeConfig config) {
        return new Attribution(new AttributionOptions(config.policyCorrelation(), config.skipUnknownCgroups()));
    }
}
