// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.print;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.flowobserver.flow.text.ProtoJson;
import java.util.Map;

/** Prints each response of a stream as one line of protobuf JSON, or only the flow or event in it. */
public final class JsonPrinter<A extends Message> implements Printer<A> {
    private final ProtoJson json = new ProtoJson();
    private final Descriptor type;
    private final boolean bare;

    /** Creates a printer of whole responses. */
    public JsonPrinter(Descriptor type) {
        this(type, false);
    }

    /**
     * Creates a printer.
     *
     * @param bare whether to print the flow or event without the response around it, as the first hubble CLIs did
     */
    public JsonPrinter(Descriptor type, boolean bare) {
        this.type = type;
        this.bare = bare;
    }

    @Override
    public void append(StringBuilder out, A response) {
        Message printed = bare ? content(response) : response;
        byte[] bytes = printed.toByteArray();
        json.append(out, bare ? printed.getDescriptorForType() : type, bytes, 0, bytes.length);
    }

    /** Returns the flow, event or note: in each response it is the message with the lowest number. */
    private static Message content(Message response) {
        for (Map.Entry<FieldDescriptor, Object> field : response.getAllFields().entrySet()) {
            if (field.getValue() instanceof Message message) {
                return message;
            }
        }
        return response;
    }
}
