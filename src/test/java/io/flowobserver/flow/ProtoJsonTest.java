// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.Type;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtoJsonTest {
    @Test
    void append_typesOfAllFields_areKnownToThePrinter() {
        Set<Descriptor> seen = new HashSet<>();
        Deque<Descriptor> todo = new ArrayDeque<>(List.of(GetFlowsResponse.getDescriptor()));
        while (!todo.isEmpty()) {
            Descriptor type = todo.pop();
            if (!seen.add(type) || new JsonFields(type).form() != JsonFields.Form.OBJECT) {
                continue;
            }
            for (FieldDescriptor field : type.getFields()) {
                assertThat(field.getType())
                        .as(field.getFullName())
                        .isIn(Type.BOOL, Type.INT32, Type.UINT32, Type.UINT64, Type.STRING, Type.ENUM, Type.MESSAGE);
                assertThat(field.isPacked()).as(field.getFullName()).isFalse();
                if (field.getType() == Type.MESSAGE) {
                    todo.add(field.getMessageType());
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(20);
    }
}
