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
import java.util.function.Consumer;

/** Reads a list of objects, one after the other, without ever holding the list. */
public final class ListReader<T extends KubeObject> {
    /** The largest object that etcd takes by default is 1.5 MiB, and JSON takes more room than protobuf. */
    static final long MAX_OBJECT = 8 << 20;

    private final BoundedInput input;
    private final ObjectJson in;
    private final ResourceKind<T> kind;
    private String version = "";
    private String next = "";

    /**
     * What is at the end of a list.
     *
     * @param next where the next page begins; empty if there is none
     */
    public record End(String resourceVersion, String next) {}

    /** @param text decompressed; is not closed */
    public ListReader(InputStream text, ResourceKind<T> kind, Pools pools) {
        input = new BoundedInput(text);
        in = new ObjectJson(new InputStreamReader(input, StandardCharsets.UTF_8), pools);
        this.kind = kind;
    }

    /**
     * Passes each object, right or wrong.
     *
     * @throws IOException if the list ends early or is no list; one line
     */
    public End read(Consumer<ParsedObject<T>> objects) throws IOException {
        input.allow(MAX_OBJECT);
        try {
            in.object(field -> {
                switch (field) {
                    case "metadata" -> in.object(this::metadata);
                    case "items" ->
                        in.list(() -> {
                            objects.accept(ParsedObject.read(in, kind.parser()));
                            input.allow(MAX_OBJECT);
                        });
                    default -> in.skip();
                }
            });
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new IOException("the server sent what is not JSON", e);
        }
        String problem = in.takeProblem();
        if (version.isEmpty() || !problem.isEmpty()) {
            throw new IOException("the server sent no list of " + kind + (problem.isEmpty() ? "" : ": " + problem));
        }
        return new End(version, next);
    }

    private void metadata(String field) throws IOException {
        switch (field) {
            case "resourceVersion" -> version = in.text();
            case "continue" -> next = in.text();
            default -> in.skip();
        }
    }
}
