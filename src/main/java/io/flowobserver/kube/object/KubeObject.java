// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.object;

/** What all objects have. Two are equal if everything that is kept of them is. */
public interface KubeObject {
    /** Tells an object from every other one, also from an earlier one of the same name. */
    String uid();

    String name();

    /** Empty if objects of this kind are in none. */
    String namespace();
}
