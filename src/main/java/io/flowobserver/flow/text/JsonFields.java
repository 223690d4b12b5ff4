// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The fields of one message type in the order of its proto file, with what the JSON printer needs for each. */
final class JsonFields {
    /** How protobuf's JSON mapping prints a type. */
    enum Form {
        OBJECT,
        TIME,
        /** A wrapper prints as the value in its only field. */
        WRAPPER,
        ANY
    }

    private final Form form;
    private final FieldDescriptor[] fields;
    private final String[] names;
    private final int[] sortedNumbers;
    private final int[] positionOfSorted;

    JsonFields(Descriptor type) {
        form = form(type.getFullName());
        List<FieldDescriptor> declared = type.getFields();
        fields = declared.toArray(FieldDescriptor[]::new);
        names = declared.stream().map(field -> '"' + field.getName() + "\":").toArray(String[]::new);
        List<FieldDescriptor> sorted = declared.stream()
                .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
                .toList();
        sortedNumbers = sorted.stream().mapToInt(FieldDescriptor::getNumber).toArray();
        positionOfSorted = sorted.stream().mapToInt(FieldDescriptor::getIndex).toArray();
    }

    Form form() {
        return form;
    }

    int count() {
        return fields.length;
    }

    FieldDescriptor field(int position) {
        return fields[position];
    }

    /** The name in quotes, and the colon. */
    String name(int position) {
        return names[position];
    }

    /** Where the field of that number stands in the proto file; negative for a number that this version lacks. */
    int position(int number) {
        int index = Arrays.binarySearch(sortedNumbers, number);
        return index < 0 ? -1 : positionOfSorted[index];
    }

    private static Form form(String fullName) {
        return switch (fullName) {
            case "google.protobuf.Timestamp" -> Form.TIME;
            case "google.protobuf.BoolValue", "google.protobuf.Int32Value", "google.protobuf.UInt32Value" ->
                Form.WRAPPER;
            case "google.protobuf.Any" -> Form.ANY;
            default -> Form.OBJECT;
        };
    }
}
