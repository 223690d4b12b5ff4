// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.flow.text.TextOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Formats security labels: {@code source:key=value}, or {@code source:key} if the value is empty. */
public final class Labels {
    private static final String CLUSTER_KEY = "io.cilium.k8s.policy.cluster";
    private static final String CIDR_SOURCE = "cidr:";
    private static final int SCOPE_MASK = 0xFF000000;
    private static final int LOCAL_SCOPE = 0x01000000;

    private Labels() {}

    /** Returns whether the identity has local scope. A node allocates such identities for address ranges. */
    public static boolean isLocalScope(int identity) {
        return (identity & SCOPE_MASK) == LOCAL_SCOPE;
    }

    /**
     * Returns the labels in display form and order.
     *
     * @param reduce whether to keep only the narrowest address range, as for an identity of local scope
     */
    static List<String> shown(List<String> labels, boolean reduce) {
        List<String> shown = new ArrayList<>(labels.size());
        String narrowest = reduce ? narrowestCidr(labels) : null;
        for (String label : labels) {
            if (!reduce || !label.startsWith(CIDR_SOURCE) || label.equals(narrowest)) {
                shown.add(withoutEmptyValue(label));
            }
        }
        shown.sort(TextOrder.BYTEWISE);
        return List.copyOf(shown);
    }

    /** Returns the cluster name in the labels; empty if there is none. */
    static String cluster(List<String> labels) {
        for (String label : labels) {
            int key = label.indexOf(':') + 1;
            int equals = label.indexOf('=', key);
            if (equals - key == CLUSTER_KEY.length() && label.startsWith(CLUSTER_KEY, key)) {
                return label.substring(equals + 1);
            }
        }
        return "";
    }

    private static String withoutEmptyValue(String label) {
        int equals = label.indexOf('=');
        return equals >= 0 && equals == label.length() - 1 ? label.substring(0, equals) : label;
    }

    /** A range of length 0 is never the narrowest, so it is not shown. */
    private static @Nullable String narrowestCidr(List<String> labels) {
        String narrowest = null;
        int longest = 0;
        for (String label : labels) {
            int length = label.startsWith(CIDR_SOURCE) ? cidrLength(label) : 0;
            if (length > longest) {
                narrowest = label;
                longest = length;
            }
        }
        return narrowest;
    }

    /**
     * Returns the prefix length. A label key cannot contain colons, so the label of an IPv6 range has hyphens instead.
     */
    private static int cidrLength(String label) {
        String range = withoutEmptyValue(label).substring(CIDR_SOURCE.length()).replace('-', ':');
        int slash = range.indexOf('/');
        return slash < 0 || PrefixParser.parse(range) == null
                ? 0
                : Integer.parseInt(range, slash + 1, range.length(), 10);
    }
}
