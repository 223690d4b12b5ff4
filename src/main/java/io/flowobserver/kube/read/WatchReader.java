// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import com.google.gson.stream.MalformedJsonException;
import io.flowobserver.kube.http.BoundedInput;
import io.flowobserver.kube.object.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the events of a watch as they come. */
public final class WatchReader<T extends KubeObject> {
    private final BoundedInput input;
    private final ObjectJson in;
    private final ResourceKind<T> kind;

    /** What happened to an object. */
    public enum Change {
        ADDED,
        MODIFIED,
        DELETED,
        /** To none: the watch has come so far. */
        BOOKMARK,
        /** To the watch itself. */
        ERROR,
        /** Something that a later server tells. */
        OTHER
    }

    /** One event. */
    public record Event<T>(Change change, ParsedObject<T> object) {}

    /** @param text decompressed; is not closed */
    public WatchReader(InputStream text, ResourceKind<T> kind, Pools pools) {
        input = new BoundedInput(text);
        in = new ObjectJson(new InputStreamReader(input, StandardCharsets.UTF_8), pools);
        this.kind = kind;
    }

    /**
     * Waits for the next event. Returns null at the end.
     *
     * @throws MalformedJsonException if the server sends something else; the watch cannot go on
     * @throws IOException if the connection is lost, or the server silent for too long
     */
    public @Nullable Event<T> next() throws IOException {
        input.allow(ListReader.MAX_OBJECT);
        Change[] change = {Change.OTHER};
        @Nullable ParsedObject<T>[] object = objects();
        try {
            if (!in.hasDocument()) {
                return null;
            }
            in.object(field -> {
                switch (field) {
                    case "type" -> change[0] = change(in.sharedText());
                    case "object" -> object[0] = ParsedObject.read(in, kind.parser());
                    default -> in.skip();
                }
            });
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw notJson(e);
        }
        ParsedObject<T> found = object[0];
        if (found == null) {
            throw notJson(null);
        }
        return new Event<>(change[0], found);
    }

    @SuppressWarnings("unchecked") // nobody else sees the array
    private @Nullable ParsedObject<T>[] objects() {
        return (ParsedObject<T>[]) new ParsedObject<?>[1];
    }

    private static MalformedJsonException notJson(@Nullable Exception cause) {
        return new MalformedJsonException("the server sent what is no event of a watch", cause);
    }

    private static Change change(String text) {
        return switch (text) {
            case "ADDED" -> Change.ADDED;
            case "MODIFIED" -> Change.MODIFIED;
            case "DELETED" -> Change.DELETED;
            case "BOOKMARK" -> Change.BOOKMARK;
            case "ERROR" -> Change.ERROR;
            default -> Change.OTHER;
        };
    }
}
