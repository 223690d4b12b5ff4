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
import io.grpc.Status;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A checked {@code GetFlowsRequest}.
 *
 * @param number flows wanted at most; {@link Long#MAX_VALUE} for all
 * @param sinceNanos oldest time wanted, {@link Long#MIN_VALUE} if any
 * @param untilNanos newest time wanted, {@link Long#MAX_VALUE} if any
 * @param filter {@link Filters#EVERYTHING} if none was asked for
 * @param heavy whether the filter may take long for a flow
 * @param mask fields to return; null for all
 */
public record FlowQuery(
        long number,
        boolean first,
        boolean follow,
        long sinceNanos,
        long untilNanos,
        FlowMatcher filter,
        boolean heavy,
        @Nullable FlowMask mask) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Bounds of protobuf timestamps: the years 1 and 9999. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    private static final int MAX_DESCRIPTION = 1_000;
    private static final long MAX_SECONDS = 253_402_300_799L;

    /**
     * Checks in the order in which the reference does, so that of several faults the same one is reported.
     *
     * @throws InvalidRequest with the status to end the call with
     */
    static FlowQuery of(GetFlowsRequest request, Filters filters) throws InvalidRequest {
        refuseFirstWithFollow(request.getFirst(), request.getFollow());
        FlowMatcher filter = compile(request, filters);
        long since = request.hasSince() ? nanos(request.getSince()) : Long.MIN_VALUE;
        long until = request.hasUntil() ? nanos(request.getUntil()) : Long.MAX_VALUE;
        long number = atMost(request.getNumber());
        return new FlowQuery(
                number, request.getFirst(), request.getFollow(), since, until, filter, isHeavy(request), mask(request));
    }

    /** Whether the filters of a request may take long, to compile and to run. */
    static boolean isHeavy(GetFlowsRequest request) {
        return Filters.areHeavy(request.getWhitelistList(), request.getBlacklistList());
    }

    static void refuseFirstWithFollow(boolean first, boolean follow) throws InvalidRequest {
        if (first && follow) {
            throw new InvalidRequest(Status.INVALID_ARGUMENT.withDescription("first cannot be specified with follow"));
        }
    }

    /** How many answers a number allows: on the wire it is unsigned, and 0 means all; beyond 2^63 it means all as well. */
    static long atMost(long number) {
        return number <= 0 ? Long.MAX_VALUE : number;
    }

    boolean hasNumber() {
        return number != Long.MAX_VALUE;
    }

    boolean hasSince() {
        return sinceNanos != Long.MIN_VALUE;
    }

    private static FlowMatcher compile(GetFlowsRequest request, Filters filters) throws InvalidRequest {
        try {
            return filters.compile(request.getWhitelistList(), request.getBlacklistList());
        } catch (FilterException refused) {
            throw new InvalidRequest(Status.UNKNOWN.withDescription(shortened(refused.getMessage())));
        }
    }

    /** Descriptions travel in headers, which clients limit, and quote what was asked. */
    private static String shortened(@Nullable String message) {
        String text = String.valueOf(message);
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "...";
    }

    private static @Nullable FlowMask mask(GetFlowsRequest request) throws InvalidRequest {
        boolean valid = FieldMaskUtil.isValid(Flow.getDescriptor(), request.getFieldMask())
                // Of a path that ends in a dot it takes no notice of the empty name behind it.
                && request.getFieldMask().getPathsList().stream().noneMatch(path -> path.endsWith("."));
        if (!valid) {
            throw new InvalidRequest(Status.UNKNOWN.withDescription("invalid fieldmask"));
        }
        FieldMask mask = FieldMaskUtil.normalize(request.getFieldMask());
        return mask.getPathsCount() == 0 ? null : FlowMask.of(mask);
    }

    /** Nanoseconds since 1970, or the nearest that a long can say: a row holds no time outside of 1677 to 2262. */
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

    /** In the words of the protobuf library that the reference checks times with. */
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

    /** A request that cannot be served as it is. */
    public static final class InvalidRequest extends Exception {
        private final transient Status status;

        InvalidRequest(Status status) {
            super(status.getDescription(), null, false, false);
            this.status = status;
        }

        public Status status() {
            return status;
        }
    }
}
