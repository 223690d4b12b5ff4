// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import io.flowobserver.cli.client.connect.ServerOption;
import io.flowobserver.cli.console.SafeText;
import io.flowobserver.cli.console.Table;
import io.flowobserver.cli.console.UserError;
import io.flowobserver.flow.text.NearestName;
import io.flowobserver.flow.text.ProtoJson;
import io.flowobserver.proto.observer.ObserverGrpc.ObserverBlockingStub;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Requests all objects of one type from a server and prints them.
 *
 * @param <T> the type of an object
 */
abstract class ListingCommand<T extends Message> implements Callable<Integer> {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final List<String> FORMATS = List.of("table", "wide", "json");

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, wide (with more columns) or json; default: table")
    private String format = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    /** Requests the objects and returns them in the order for printing. */
    abstract List<T> ask(ObserverBlockingStub stub);

    abstract List<String> head(boolean wide);

    abstract List<String> row(T thing, boolean wide);

    @Override
    public final Integer call() {
        boolean json = format.equalsIgnoreCase("json");
        if (!json && !format.equals("table") && !format.equals("wide")) {
            throw new UserError("unknown output format: " + format + NearestName.choice(format, FORMATS));
        }
        List<T> things = UnaryCall.ask(server.address(), this::ask);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? json(things) : table(things, format.equals("wide")));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private StringBuilder table(List<T> things, boolean wide) {
        Table table = new Table(head(wide));
        things.forEach(
                thing -> table.add(row(thing, wide).stream().map(SafeText::of).toList()));
        StringBuilder text = new StringBuilder();
        table.append(text);
        return text;
    }

    private String json(List<T> things) {
        if (things.isEmpty()) {
            return GSON.toJson(JsonNull.INSTANCE);
        }
        JsonArray array = new JsonArray();
        ProtoJson json = new ProtoJson();
        for (T thing : things) {
            byte[] bytes = thing.toByteArray();
            StringBuilder text = new StringBuilder();
            json.append(text, thing.getDescriptorForType(), bytes, 0, bytes.length);
            array.add(JsonParser.parseString(text.toString()));
        }
        return GSON.toJson(array);
    }
}
