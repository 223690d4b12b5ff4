// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode;

import io.flowobserver.decode.l7.Redaction;

/**
 * What the operator decides about decoding.
 *
 * @param ipOptionType the IP option from which the datapath takes trace ids, 0 if none is configured; it goes into every
 *     flow that has a trace id
 * @param redaction what is hidden of access-log records
 */
public record DecoderOptions(int ipOptionType, Redaction redaction) {
    /** Those of the reference. */
    public static final DecoderOptions DEFAULT = new DecoderOptions(0, Redaction.DEFAULT);
}
