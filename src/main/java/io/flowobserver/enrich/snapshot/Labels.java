// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.snapshot;

import io.flowobserver.flow.text.PrefixParser;
import io.flowobserver.flow.text.TextOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Security labels as they are shown: {@code source:key=value}, or {@code source:key} if the value is empty. */
public final class Labels {
    private static final String CLUSTER_KEY = "io.cilium.k8s.policy.cluster";
    private static final String CIDR_SOURCE = "cidr:";
    private static final int SCOPE_MASK = 0xFF000000;
    private static final int LOCAL_SCOPE = 0x01000000;

    private Labels() {}

    /** Whether the identity is one of those that a node gives to address ranges. */
    public static boolean isLocalScope(int identity) {
        return (identity & SCOPE_MASK) == LOCAL_SCOPE;
    }

    /**
     * The labels in the order and form in which they are shown.
     *
     * @param reduce to leave only the narrowest address range, as for an identity of local scope
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

    /** The cluster that the labels name; empty if they name none. */
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

    /** A range of length 0 is never the narrowest, so that it is never shown. */
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

    /** The number behind the slash; colons cannot stand in a label's key and are written as dashes. */
    private static int cidrLength(String label) {
        String range = withoutEmptyValue(label).substring(CIDR_SOURCE.length()).replace('-', ':');
        int slash = range.indexOf('/');
        return slash < 0 || PrefixParser.parse(range) == null
                ? 0
                : Integer.parseInt(range, slash + 1, range.length(), 10);
    }
}
