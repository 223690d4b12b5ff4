// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.filter.field;

import com.google.re2j.Pattern;
import io.flowobserver.filter.pattern.FilterCostLimit;
import io.flowobserver.filter.pattern.FilterException;
import io.flowobserver.filter.pattern.RequestPath;
import io.flowobserver.filter.predicate.AllOf;
import io.flowobserver.filter.predicate.ApplicationRecords;
import io.flowobserver.flow.entity.HttpRecord;
import io.flowobserver.flow.row.MessageType;
import io.flowobserver.flow.text.Quoted;
import io.flowobserver.proto.flow.EventTypeFilter;
import io.flowobserver.proto.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The {@code http_*} fields. A flow without an HTTP record matches none of them. */
public final class HttpFilter {
    private static final java.util.regex.Pattern EXACT_CODE = java.util.regex.Pattern.compile("[1-5][0-9]{2}");
    private static final java.util.regex.Pattern CODE_PREFIX = java.util.regex.Pattern.compile("[1-5][0-9]?\\+");

    private static final int CODE_DIGITS = 3;

    private HttpFilter() {}

    /** Adds the fields in the same order as Hubble, so that a filter with several errors reports the same one. */
    public static void add(FlowFilter filter, FilterCostLimit budget, AllOf.Builder all) throws FilterException {
        if (filter.getHttpStatusCodeCount() > 0) {
            checkEventType(filter, "http status code");
            addCodes(filter.getHttpStatusCodeList(), all);
        }
        if (filter.getHttpMethodCount() > 0) {
            checkEventType(filter, "http method");
            List<String> wanted = List.copyOf(filter.getHttpMethodList());
            add(AllOf.Cost.TEXT, http -> isMethod(wanted, http.method()), all);
        }
        if (filter.getHttpPathCount() > 0) {
            checkEventType(filter, "http path");
            List<Pattern> wanted = patterns("http path", filter.getHttpPathList(), budget);
            add(AllOf.Cost.EXPRESSIONS, http -> isPath(wanted, http.url()), all);
        }
        if (filter.getHttpUrlCount() > 0) {
            checkEventType(filter, "http url");
            List<Pattern> wanted = patterns("http url", filter.getHttpUrlList(), budget);
            add(AllOf.Cost.EXPRESSIONS, http -> !http.url().isEmpty() && any(wanted, http.url()), all);
        }
        if (filter.getHttpHeaderCount() > 0) {
            checkEventType(filter, "http headers");
            List<HttpRecord.Header> wanted = filter.getHttpHeaderList().stream()
                    .map(header -> new HttpRecord.Header(header.getKey(), header.getValue()))
                    .toList();
            add(AllOf.Cost.LISTS, http -> http.headers().stream().anyMatch(wanted::contains), all);
        }
    }

    private static void add(AllOf.Cost cost, Predicate<HttpRecord> test, AllOf.Builder all) {
        all.add(cost, flow -> {
            HttpRecord http = ApplicationRecords.http(flow);
            return http != null && test.test(http);
        });
    }

    private static void checkEventType(FlowFilter filter, String what) throws FilterException {
        boolean l7Asked = filter.getEventTypeCount() == 0
                || filter.getEventTypeList().stream()
                        .mapToInt(EventTypeFilter::getType)
                        .anyMatch(type -> type == MessageType.ACCESS_LOG);
        if (!l7Asked) {
            throw FilterException.invalid(
                    "filtering by " + what + " requires the event type filter to only match 'l7' events");
        }
    }

    /**
     * Codes are compared as text of at least three digits: with three digits, or with the first one or two and a plus
     * sign. Code 1 is 001 and does not match {@code 1+}. Requests have no code.
     */
    private static void addCodes(List<String> codes, AllOf.Builder all) throws FilterException {
        List<String> exact = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        for (String code : codes) {
            if (EXACT_CODE.matcher(code).matches()) {
                exact.add(code);
            } else if (CODE_PREFIX.matcher(code).matches()) {
                prefixes.add(code.substring(0, code.length() - 1));
            } else {
                throw FilterException.invalid(
                        "invalid http status code filter: invalid status code prefix: " + Quoted.of(code));
            }
        }
        add(
                AllOf.Cost.TEXT,
                http -> {
                    String code = digits(http.code());
                    return exact.contains(code) || prefixes.stream().anyMatch(code::startsWith);
                },
                all);
    }

    private static String digits(int code) {
        String text = Integer.toUnsignedString(code);
        return "0".repeat(Math.max(0, CODE_DIGITS - text.length())) + text;
    }

    private static boolean isMethod(List<String> wanted, String method) {
        return !method.isEmpty() && wanted.stream().anyMatch(method::equalsIgnoreCase);
    }

    private static boolean isPath(List<Pattern> wanted, String url) {
        String path = RequestPath.of(url);
        return path != null && any(wanted, path);
    }

    private static List<Pattern> patterns(String what, List<String> regexes, FilterCostLimit budget)
            throws FilterException {
        List<Pattern> patterns = new ArrayList<>();
        for (String regex : regexes) {
            try {
                patterns.add(budget.regex(regex));
            } catch (FilterException invalid) {
                throw invalid.in("invalid " + what + " filter: " + regex);
            }
        }
        return patterns;
    }

    private static boolean any(List<Pattern> wanted, String text) {
        for (Pattern pattern : wanted) {
            if (pattern.matcher(text).find()) {
                return true;
            }
        }
        return false;
    }
}
