// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the place of an object: the object, something that is none, or a Status with which the server tells
 * of an error.
 *
 * @param value null if it is none, or a wrong one
 * @param problem of the object; empty if there is none
 * @param uid also of a wrong object, if it has one
 * @param initialEventsEnd whether it is the bookmark after the objects that there were
 */
public record ParsedObject<T>(
        @Nullable T value,
        String problem,
        String uid,
        String resourceVersion,
        boolean initialEventsEnd,
        Status status) {
    /** The fields of a Status; 0 and empty for other objects. */
    public record Status(long code, String message) {}

    private static final long MAX_CODE = 999;

    /** Reads the next value of the JSON. */
    static <T> ParsedObject<T> read(ObjectJson in, ObjectParser<T> parser) throws IOException {
        in.takeProblem();
        Meta meta = new Meta();
        long[] code = {0};
        String[] message = {""};
        in.object(field -> {
            switch (field) {
                case "metadata" -> meta.read(in);
                case "code" -> code[0] = in.number(MAX_CODE);
                case "message" -> message[0] = in.text();
                default -> parser.field(field, in);
            }
        });
        if (meta.uid.isEmpty() || meta.name.isEmpty()) {
            in.lacking("an object has no uid or no name");
        }
        T value = parser.finish(meta);
        String problem = in.takeProblem();
        return new ParsedObject<>(
                problem.isEmpty() ? value : null,
                problem,
                meta.uid,
                meta.resourceVersion,
                meta.initialEventsEnd,
                new Status(code[0], message[0]));
    }
}
