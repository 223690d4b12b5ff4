// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich;

/**
 * Configuration of the attribution.
 *
 * @param policyCorrelation whether policy verdicts include the policies that allowed or denied the flow
 * @param skipUnknownCgroups whether socket events are skipped if the pod of the cgroup is unknown
 */
public record AttributionOptions(boolean policyCorrelation, boolean skipUnknownCgroups) {
    /** The defaults of Hubble. */
    public static final AttributionOptions DEFAULT = new AttributionOptions(true, true);
}
