// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.decode.l7.Redaction;

/**
 * Configuration of the decoders.
 *
 * @param ipOptionType type of the IP option from which the datapath takes trace ids; 0 if none is configured. Every
 *     flow with a trace id contains this number.
 * @param redaction the parts of access log records to hide
 */
public record DecoderOptions(int ipOptionType, Redaction redaction) {
    /** The defaults of Hubble. */
    public static final DecoderOptions DEFAULT = new DecoderOptions(0, Redaction.DEFAULT);
}
