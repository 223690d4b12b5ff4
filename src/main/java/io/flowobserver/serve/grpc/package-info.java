// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The gRPC services and their calls: how requests are read, how responses are written, and how calls are counted.
 *
 * <p>Streams do not use gRPC's generated code. {@code ServerStreamingCall} receives the events of a call and starts a
 * stream, which writes encoded responses to {@code GrpcFlowSink}; that hands them to gRPC in an {@code AnswerBundle}.
 */
@NullMarked
package io.flowobserver.serve.grpc;

import org.jspecify.annotations.NullMarked;
