// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.stream;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import io.flowobserver.filter.Filters;
import io.flowobserver.filter.FlowMatcher;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.flow.wire.FlowMask;
import io.flowobserver.proto.flow.Flow;
import io.flowobserver.proto.observer.GetFlowsRequest;
import io.flowobserver.reader.FlowQuery;
import io.grpc.Status;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Validates {@code GetFlowsRequest}s and compiles their filters. Thread-safe. */
final class FlowQueryParser {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The bounds of protobuf timestamps, in seconds since 1970: the years 1 and 9999. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    private static final int MAX_DESCRIPTION = 1_000;
    private static final long MAX_SECONDS = 253_402_300_799L;

    private FlowQueryParser() {}

    /**
     * Validates a request in the same order as Hubble, so that a request with several errors reports the same one.
     *
     * @throws InvalidRequest with the status that ends the call
     */
    static FlowQuery parse(GetFlowsRequest request, Filters filters) throws InvalidRequest {
        refuseFirstWithFollow(request.getFirst(), request.getFollow());
        FlowMatcher filter = compile(request, filters);
        long since = request.hasSince() ? nanos(request.getSince()) : Long.MIN_VALUE;
        long until = request.hasUntil() ? nanos(request.getUntil()) : Long.MAX_VALUE;
        long number = atMost(request.getNumber());
        return new FlowQuery(
                number, request.getFirst(), request.getFollow(), since, until, filter, isHeavy(request), mask(request));
    }

    /** Returns whether the filters of a request can take long to compile and to run. */
    static boolean isHeavy(GetFlowsRequest request) {
        return Filters.areHeavy(request.getWhitelistList(), request.getBlacklistList());
    }

    static void refuseFirstWithFollow(boolean first, boolean follow) throws InvalidRequest {
        if (first && follow) {
            throw new InvalidRequest(Status.INVALID_ARGUMENT.withDescription("first cannot be specified with follow"));
        }
    }

    /**
     * Returns the limit of responses for the number in a request. The number is unsigned; 0 and numbers of 2^63 or more
     * mean all.
     */
    static long atMost(long number) {
        return number <= 0 ? Long.MAX_VALUE : number;
    }

    private static FlowMatcher compile(GetFlowsRequest request, Filters filters) throws InvalidRequest {
        try {
            return filters.compile(request.getWhitelistList(), request.getBlacklistList());
        } catch (FilterException refused) {
            throw new InvalidRequest(Status.UNKNOWN.withDescription(shortened(refused.getMessage())));
        }
    }

    /** Shortens a description. It quotes the request and is sent in a header, whose size clients limit. */
    private static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "...";
    }

    private static @Nullable FlowMask mask(GetFlowsRequest request) throws InvalidRequest {
        boolean valid = FieldMaskUtil.isValid(Flow.getDescriptor(), request.getFieldMask())
                // The library ignores the empty name after a dot at the end of a path.
                && request.getFieldMask().getPathsList().stream().noneMatch(path -> path.endsWith("."));
        if (!valid) {
            throw new InvalidRequest(Status.UNKNOWN.withDescription("invalid fieldmask"));
        }
        FieldMask mask = FieldMaskUtil.normalize(request.getFieldMask());
        return mask.getPathsCount() == 0 ? null : FlowMask.of(mask);
    }

    /**
     * Converts a time to nanoseconds since 1970, or to the nearest value that a long can hold. No row has a time
     * outside the years 1677 to 2262, which a long can hold.
     */
    static long nanos(Timestamp time) throws InvalidRequest {
        if (time.getSeconds() < MIN_SECONDS) {
            throw outOfRange(time, "before 0001-01-01");
        }
        if (time.getSeconds() > MAX_SECONDS) {
            throw outOfRange(time, "after 9999-12-31");
        }
        if (time.getNanos() < 0 || time.getNanos() >= NANOS_PER_SECOND) {
            throw outOfRange(time, "has out-of-range nanos");
        }
        long high = Long.MAX_VALUE / NANOS_PER_SECOND - 1;
        if (time.getSeconds() > high) {
            return Long.MAX_VALUE - 1;
        }
        return time.getSeconds() < -high ? Long.MIN_VALUE + 1 : time.getSeconds() * NANOS_PER_SECOND + time.getNanos();
    }

    /** Returns the error with the same message as the protobuf library that Hubble uses. */
    private static InvalidRequest outOfRange(Timestamp time, String how) {
        StringJoiner fields = new StringJoiner(" ", "proto: timestamp (", ") " + how);
        long seconds = time.getSeconds();
        int nanos = time.getNanos();
        if (seconds != 0) {
            fields.add("seconds:" + seconds);
        }
        if (nanos != 0) {
            fields.add("nanos:" + nanos);
        }
        return new InvalidRequest(Status.UNKNOWN.withDescription(fields.toString()));
    }
}
