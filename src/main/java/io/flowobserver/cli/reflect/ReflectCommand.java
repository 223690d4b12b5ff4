// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.reflect;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.flowobserver.cli.client.UnaryCall;
import io.flowobserver.cli.client.connect.ServerOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code observer reflect}: prints the protobuf files of a server, one JSON object a line. */
@Command(
        name = "reflect",
        description = "Print the protobuf files of a server's API as JSON",
        hidden = true,
        exitCodeOnInvalidInput = 1)
public final class ReflectCommand implements Callable<Integer> {
    @Mixin
    private final ServerOption server = new ServerOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<FileDescriptorProto> files = UnaryCall.ask(
                server.address(), stub -> new ServerReflection(stub.getChannel(), stub.getCallOptions()).files());
        PrintWriter out = spec.commandLine().getOut();
        for (FileDescriptorProto file : files) {
            StringBuilder line = new StringBuilder();
            DescriptorJson.append(line, file);
            out.println(line);
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
