// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.read;

import io.flowobserver.kube.object.LabelSet;
import io.flowobserver.kube.object.Owner;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The metadata of an object while it is read. */
final class Meta {
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    String uid = "";
    String name = "";
    String namespace = "";
    String generateName = "";
    String resourceVersion = "";
    LabelSet labels = LabelSet.EMPTY;
    /** Seconds since 1970; 0 if there is no such time. */
    long created;

    long deleted;

    @Nullable
    Owner controller;

    boolean initialEventsEnd;

    void read(ObjectJson in) throws IOException {
        in.object(field -> {
            switch (field) {
                case "uid" -> uid = in.text();
                case "name" -> name = in.text();
                case "namespace" -> namespace = in.sharedText();
                case "generateName" -> generateName = in.sharedText();
                case "resourceVersion" -> resourceVersion = in.text();
                case "labels" -> labels = in.labels();
                case "creationTimestamp" -> created = time(in);
                case "deletionTimestamp" -> deleted = time(in);
                case "ownerReferences" -> in.list(() -> owner(in));
                case "annotations" -> annotations(in);
                default -> in.skip();
            }
        });
    }

    private void owner(ObjectJson in) throws IOException {
        String[] texts = {"", ""};
        boolean[] isController = {false};
        in.object(field -> {
            switch (field) {
                case "kind" -> texts[0] = in.sharedText();
                case "name" -> texts[1] = in.sharedText();
                case "controller" -> isController[0] = in.flag();
                default -> in.skip();
            }
        });
        if (isController[0] && controller == null) {
            controller = in.pools().owners.shared(new Owner(texts[0], texts[1]));
        }
    }

    private void annotations(ObjectJson in) throws IOException {
        in.object(key -> {
            if (key.equals(INITIAL_EVENTS_END)) {
                initialEventsEnd = in.text().equals("true");
            } else {
                in.skip();
            }
        });
    }

    private static long time(ObjectJson in) throws IOException {
        String text = in.text();
        try {
            return text.isEmpty() ? 0 : Instant.parse(text).getEpochSecond();
        } catch (DateTimeException e) {
            in.wrong(" is not a time");
            return 0;
        }
    }
}
