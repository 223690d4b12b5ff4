// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of a YAML document, whose errors name the place. A field without a value is as if it were not there. */
final class YamlMap {
    private final String place;
    private final Map<?, ?> fields;

    /** @param place of the map, for messages: the file, and the path of keys in it */
    YamlMap(String place, Map<?, ?> fields) {
        this.place = place;
        this.fields = fields;
    }

    /** Where this is, or a field of it. */
    String place(String key) {
        return place + (place.endsWith(":") ? " " : ".") + key;
    }

    String place() {
        return place;
    }

    /** Empty if the field is not there. */
    String text(String key) throws AccessException {
        Object value = fields.get(key);
        if (value != null && !(value instanceof String)) {
            throw new AccessException(place(key) + ": must be a text; put it in quotes");
        }
        return value == null ? "" : (String) value;
    }

    boolean flag(String key) throws AccessException {
        Object value = fields.get(key);
        if (value != null && !(value instanceof Boolean)) {
            throw new AccessException(place(key) + ": must be true or false");
        }
        return value != null && (Boolean) value;
    }

    boolean has(String key) {
        Object value = fields.get(key);
        return value != null && !value.equals("") && !(value instanceof List<?> list && list.isEmpty());
    }

    @Nullable
    YamlMap map(String key) throws AccessException {
        Object value = fields.get(key);
        return value == null ? null : of(place(key), value);
    }

    /** The maps of a list; empty if the field is not there. */
    List<YamlMap> maps(String key) throws AccessException {
        List<YamlMap> maps = new ArrayList<>();
        for (Object element : list(key)) {
            maps.add(of(place(key) + "[" + maps.size() + "]", element));
        }
        return maps;
    }

    /** The texts of a list; empty if the field is not there. */
    List<String> texts(String key) throws AccessException {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            if (!(element instanceof String text)) {
                throw new AccessException(place(key) + "[" + texts.size() + "]: must be a text; put it in quotes");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String key) throws AccessException {
        Object value = fields.get(key);
        if (value != null && !(value instanceof List<?>)) {
            throw new AccessException(place(key) + ": must be a list");
        }
        return value == null ? List.of() : (List<?>) value;
    }

    private static YamlMap of(String place, @Nullable Object value) throws AccessException {
        if (value instanceof Map<?, ?> fields) {
            return new YamlMap(place, fields);
        }
        throw new AccessException(place + ": must be a map of names and values");
    }
}
