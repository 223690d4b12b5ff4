// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.file;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.proto.observer.GetFlowsResponse;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A file of responses in JSON, one a line, as {@code -o json} prints them. A line that is none is skipped with a
 * warning. For one thread.
 */
public final class FlowFile implements AutoCloseable {
    /** Knows the type of the counts in {@code extensions}. */
    private static final JsonFormat.Parser PARSER = JsonFormat.parser()
            .usingTypeRegistry(
                    TypeRegistry.newBuilder().add(Struct.getDescriptor()).build());

    private static final int MAX_LINE = 4 << 20;
    private static final int MAX_LAST = 1_000_000;
    private static final int MAX_QUOTE = 80;
    private static final int MAX_WARNINGS = 5;

    private final InputStream in;
    private boolean lenient;
    private long skipped;
    private long flows;

    FlowFile(InputStream in) {
        this.in = in;
    }

    /** Takes a response or a line of warning. */
    @FunctionalInterface
    public interface Sink<T> {
        /** Takes one. */
        void accept(T value) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param name the path, or {@code -} for standard input, which {@link #close} leaves open
     * @throws UserError if it cannot be opened
     */
    public static FlowFile open(String name) {
        if (name.equals("-")) {
            return new FlowFile(new FilterInputStream(System.in) {
                @Override
                public void close() {
                    // Standard input belongs to the process.
                }
            });
        }
        try {
            return new FlowFile(Files.newInputStream(Path.of(name)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UserError("open " + name + ": no such file or directory");
        } catch (AccessDeniedException e) {
            throw new UserError("open " + name + ": permission denied");
        } catch (IOException e) {
            throw new UserError("open " + name + ": " + e.getMessage());
        }
    }

    /**
     * Passes on the responses that match the request, in the order of the file. Without a number it passes on all.
     *
     * @throws UserError if a filter is invalid, if more are wanted than can be kept, or if the file cannot be read
     * @throws IOException if a sink throws it
     */
    public void read(GetFlowsRequest request, Sink<GetFlowsResponse> responses, Sink<StringBuilder> warnings)
            throws IOException {
        long number = request.getNumber();
        if (number > MAX_LAST && !request.getFirst()) {
            throw new UserError("--last must be <= 1_000_000, got " + number);
        }
        select(request, responses, warnings);
        if (skipped > MAX_WARNINGS) {
            warnings.accept(new StringBuilder("observer: --input-file: ")
                    .append(skipped - MAX_WARNINGS)
                    .append(" more lines skipped"));
        }
    }

    private void select(GetFlowsRequest request, Sink<GetFlowsResponse> responses, Sink<StringBuilder> warnings)
            throws IOException {
        long number = request.getNumber();
        boolean counted = number > 0;
        LocalQuery query = new LocalQuery(request);
        BoundedLines lines =
                new BoundedLines(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), MAX_LINE);
        ArrayDeque<GetFlowsResponse> last = new ArrayDeque<>();
        long passed = 0;
        for (String line = next(lines); line != null; line = next(lines)) {
            GetFlowsResponse response = parse(line, lines.isCut(), warnings);
            flows += response != null && response.hasFlow() ? 1 : 0;
            if (response == null || !query.matches(response)) {
                continue;
            }
            if (!counted || request.getFirst()) {
                responses.accept(response);
                if (++passed == number && counted) {
                    return;
                }
            } else {
                if (last.size() == number) {
                    last.remove();
                }
                last.add(response);
            }
        }
        for (GetFlowsResponse response : last) {
            responses.accept(response);
        }
    }

    /** Returns how many flows were read, whether or not they matched. */
    public long flows() {
        return flows;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static @Nullable String next(BoundedLines lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UserError("cannot read the flows: " + e.getMessage());
        }
    }

    private @Nullable GetFlowsResponse parse(String line, boolean cut, Sink<StringBuilder> warnings)
            throws IOException {
        if (cut) {
            skip(warnings, "skipped a line of more than " + MAX_LINE + " characters", line);
            return null;
        }
        try {
            return parse(line);
        } catch (InvalidProtocolBufferException e) {
            GetFlowsResponse response = parseLenient(line);
            if (response == null) {
                skip(warnings, "skipped a line that is no response in JSON", line);
            } else {
                lenient = true;
                warn(warnings, "a newer version wrote fields that this one does not know; they are left out", line);
            }
            return response;
        }
    }

    private GetFlowsResponse parse(String line) throws InvalidProtocolBufferException {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        JsonFormat.Parser parser = PARSER;
        (lenient ? parser.ignoringUnknownFields() : parser).merge(line, response);
        return response.build();
    }

    private static @Nullable GetFlowsResponse parseLenient(String line) {
        GetFlowsResponse.Builder response = GetFlowsResponse.newBuilder();
        try {
            PARSER.ignoringUnknownFields().merge(line, response);
            return line.isBlank() ? null : response.build();
        } catch (InvalidProtocolBufferException noJson) {
            return null;
        }
    }

    /** A file that has no flows at all must not fill the screen with what else it has. */
    private void skip(Sink<StringBuilder> warnings, String what, String line) throws IOException {
        if (++skipped <= MAX_WARNINGS) {
            warn(warnings, what, line);
        }
    }

    private static void warn(Sink<StringBuilder> warnings, String what, String line) throws IOException {
        String quote = line.length() > MAX_QUOTE ? line.substring(0, MAX_QUOTE) + "..." : line;
        warnings.accept(new StringBuilder("observer: --input-file: ")
                .append(what)
                .append(": ")
                .append(SafeText.of(quote)));
    }
}
