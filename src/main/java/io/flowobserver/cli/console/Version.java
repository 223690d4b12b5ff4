// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.console;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** The version of this build, of the JVM and of the platform. */
public final class Version {
    private Version() {}

    /** Returns a text such as {@code observer 0.1.0 (java 17.0.15, linux/amd64)}. */
    public static String text() {
        return "observer " + number() + " (java " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name").toLowerCase(Locale.ROOT) + "/" + architecture() + ")";
    }

    /** Returns the same as one line of JSON. */
    public static String json() {
        JsonObject fields = new JsonObject();
        fields.addProperty("version", number());
        fields.addProperty("java", System.getProperty("java.version"));
        fields.addProperty("os", System.getProperty("os.name").toLowerCase(Locale.ROOT));
        fields.addProperty("arch", architecture());
        return fields.toString();
    }

    /** Returns the version number of this build. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing beside " + Version.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : name;
    }
}
