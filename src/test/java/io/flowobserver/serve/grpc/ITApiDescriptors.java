// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.grpc;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.flowobserver.proto.node.NodeProto;
import io.flowobserver.proto.peer.PeerProto;
import io.flowobserver.serve.ServedRing;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The descriptors that reflection serves, field by field, against the table of the API. */
class ITApiDescriptors {
    private static final List<String> SERVICES = List.of(
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            "observer.Observer",
            "observer.node.v1.Node",
            "peer.Peer");

    @Test
    void reflectionV1_observer_isTheApi() throws Exception {
        try (var served = new ServedRing(7)) {
            var services = new CompletableFuture<io.grpc.reflection.v1.ServerReflectionResponse>();
            var files = new CompletableFuture<io.grpc.reflection.v1.ServerReflectionResponse>();
            var stub = ServerReflectionGrpc.newStub(served.channel());
            var request = io.grpc.reflection.v1.ServerReflectionRequest.newBuilder();
            ask(stub::serverReflectionInfo, request.setListServices("").build(), services);
            ask(
                    stub::serverReflectionInfo,
                    request.setFileContainingSymbol("observer.Observer").build(),
                    files);

            assertThat(services.get(10, TimeUnit.SECONDS)
                            .getListServicesResponse()
                            .getServiceList())
                    .extracting(io.grpc.reflection.v1.ServiceResponse::getName)
                    .containsExactlyInAnyOrderElementsOf(SERVICES);
            assertIsTheApi(
                    files.get(10, TimeUnit.SECONDS).getFileDescriptorResponse().getFileDescriptorProtoList());
        }
    }

    @Test
    void reflectionV1Alpha_observer_isTheApi() throws Exception {
        try (var served = new ServedRing(7)) {
            var services = new CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse>();
            var files = new CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse>();
            var stub = io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(served.channel());
            var request = io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder();
            ask(stub::serverReflectionInfo, request.setListServices("").build(), services);
            ask(
                    stub::serverReflectionInfo,
                    request.setFileContainingSymbol("observer.Observer").build(),
                    files);

            assertThat(services.get(10, TimeUnit.SECONDS)
                            .getListServicesResponse()
                            .getServiceList())
                    .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                    .containsExactlyInAnyOrderElementsOf(SERVICES);
            assertIsTheApi(
                    files.get(10, TimeUnit.SECONDS).getFileDescriptorResponse().getFileDescriptorProtoList());
        }
    }

    private static <Q, A> void ask(
            Function<StreamObserver<A>, StreamObserver<Q>> method, Q request, CompletableFuture<A> answer) {
        StreamObserver<Q> requests = method.apply(new StreamObserver<>() {
            @Override
            public void onNext(A response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                answer.completeExceptionally(new IllegalStateException("no answer"));
            }
        });
        requests.onNext(request);
        requests.onCompleted();
    }

    /** The other services are in files of their own, which are compared as they were compiled. */
    private static void assertIsTheApi(Collection<ByteString> served) throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        print(PeerProto.getDescriptor().toProto(), lines);
        print(NodeProto.getDescriptor().toProto(), lines);
        for (ByteString bytes : served) {
            print(FileDescriptorProto.parseFrom(bytes), lines);
        }
        assertThat(lines).containsExactlyElementsOf(golden());
    }

    private static SortedSet<String> golden() throws IOException {
        var table = Objects.requireNonNull(ITApiDescriptors.class.getResourceAsStream("/api/descriptors.txt"));
        try (var lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).collect(toCollection(TreeSet::new));
        }
    }

    private static void print(FileDescriptorProto file, Collection<String> lines) {
        if (file.getName().startsWith("google/")) {
            return;
        }
        lines.add("file " + file.getName() + " package " + file.getPackage() + " syntax " + file.getSyntax());
        for (int i = 0; i < file.getDependencyCount(); i++) {
            String kind = file.getPublicDependencyList().contains(i) ? "public " : "";
            lines.add("import " + file.getName() + " " + kind + file.getDependency(i));
        }
        file.getMessageTypeList().forEach(message -> print(file, file.getPackage(), message, lines));
        file.getEnumTypeList().forEach(type -> print(file, file.getPackage(), type, lines));
        file.getServiceList().forEach(service -> print(file.getPackage(), service, lines));
    }

    private static void print(
            FileDescriptorProto file, String scope, DescriptorProto message, Collection<String> lines) {
        String name = scope + "." + message.getName();
        lines.add("message " + file.getName() + " " + name
                + deprecated(message.getOptions().getDeprecated()));
        for (FieldDescriptorProto field : message.getFieldList()) {
            lines.add(String.join(
                            " ",
                            "field",
                            name,
                            Integer.toString(field.getNumber()),
                            field.getName(),
                            type(field),
                            field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED ? "repeated" : "singular",
                            "oneof="
                                    + (field.hasOneofIndex()
                                            ? message.getOneofDecl(field.getOneofIndex())
                                                    .getName()
                                            : "-"))
                    + deprecated(field.getOptions().getDeprecated()));
        }
        for (DescriptorProto.ReservedRange range : message.getReservedRangeList()) {
            for (int number = range.getStart(); number < range.getEnd(); number++) {
                lines.add("reserved " + name + " " + number);
            }
        }
        message.getNestedTypeList().forEach(nested -> print(file, name, nested, lines));
        message.getEnumTypeList().forEach(nested -> print(file, name, nested, lines));
    }

    private static void print(
            FileDescriptorProto file, String scope, EnumDescriptorProto type, Collection<String> lines) {
        String name = scope + "." + type.getName();
        lines.add("enum " + file.getName() + " " + name
                + deprecated(type.getOptions().getDeprecated()));
        type.getValueList()
                .forEach(value -> lines.add("value " + name + " " + value.getNumber() + " " + value.getName()
                        + deprecated(value.getOptions().getDeprecated())));
        for (EnumDescriptorProto.EnumReservedRange range : type.getReservedRangeList()) {
            for (int number = range.getStart(); number <= range.getEnd(); number++) {
                lines.add("reserved " + name + " " + number);
            }
        }
    }

    private static void print(String scope, ServiceDescriptorProto service, Collection<String> lines) {
        service.getMethodList()
                .forEach(method -> lines.add(String.join(
                        " ",
                        "method",
                        scope + "." + service.getName(),
                        method.getName(),
                        method.getInputType().substring(1),
                        method.getOutputType().substring(1),
                        method.getClientStreaming()
                                ? "client-stream"
                                : method.getServerStreaming() ? "server-stream" : "unary")));
    }

    private static String type(FieldDescriptorProto field) {
        return field.hasTypeName()
                ? field.getTypeName().substring(1)
                : field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    }

    private static String deprecated(boolean deprecated) {
        return deprecated ? " deprecated" : "";
    }
}
