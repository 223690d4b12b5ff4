// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.flow.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The fields of one message type, in the order of its proto file, with the data that the JSON printer needs for each
 * field.
 */
final class JsonFields {
    /** The form of a type in protobuf's JSON mapping. */
    enum Form {
        OBJECT,
        TIME,
        /** A wrapper is printed as the value of its only field. */
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

    /** Returns the field name in quotes, followed by a colon. */
    String name(int position) {
        return names[position];
    }

    /**
     * Returns the position of a field in the proto file by its number; negative if this version does not know the
     * number.
     */
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
