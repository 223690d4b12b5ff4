// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.flowobserver.flow.text.ProtoJson;

/** Prints each response as one line of protobuf JSON. */
public final class JsonPrinter<A extends Message> implements Printer<A> {
    private final ProtoJson json = new ProtoJson();
    private final Descriptor type;

    public JsonPrinter(Descriptor type) {
        this.type = type;
    }

    @Override
    public void append(StringBuilder out, A response) {
        byte[] bytes = response.toByteArray();
        json.append(out, type, bytes, 0, bytes.length);
    }
}
