// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import java.io.IOException;

/** Reads one object. */
interface ObjectParser<T> {
    /** Reads or skips a field beside the metadata. */
    void field(String name, ObjectJson in) throws IOException;

    /** What is kept of the object. */
    T finish(Meta meta);
}
