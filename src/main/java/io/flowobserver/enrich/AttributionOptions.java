// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

/**
 * What the operator decides about attribution.
 *
 * @param policyCorrelation whether policy verdicts name the policies that decided
 * @param skipUnknownCgroups whether socket events of cgroups that belong to no known pod are left out
 */
public record AttributionOptions(boolean policyCorrelation, boolean skipUnknownCgroups) {
    /** Those of the reference. */
    public static final AttributionOptions DEFAULT = new AttributionOptions(true, true);
}
