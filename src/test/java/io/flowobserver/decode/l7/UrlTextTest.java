// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.flowobserver.event.agent.AccessLog.Url;
import io.flowobserver.event.agent.AccessLog.User;
import io.flowobserver.event.agent.AccessLogJson;
import io.flowobserver.vectors.Vectors;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UrlTextTest {
    @Test
    void of_partsOfAllRecordedUrls_isTheRecordedText() {
        int urls = 0;
        for (JsonObject vector : Vectors.read("l7")) {
            JsonObject record = vector.getAsJsonObject("event").getAsJsonObject("log_record");
            if (record.has("HTTP") && record.getAsJsonObject("HTTP").get("URL").isJsonObject()) {
                var http = Objects.requireNonNull(AccessLogJson.read(Vectors.bytes(vector)))
                        .protocols()
                        .http();
                Url url = Objects.requireNonNull(http).url();
                assertThat(UrlText.of(url)).isEqualTo(url.text());
                urls++;
            }
        }
        assertThat(urls).isGreaterThan(100);
    }

    @Test
    void of_nothing_isEmpty() {
        assertThat(UrlText.of(Url.NONE)).isEmpty();
    }

    @Test
    void of_user_isEscapedForItsPlace() {
        assertThat(UrlText.of(host("h", new User("a@b/c?d:e$&+,;=", null))))
                .isEqualTo("http://a%40b%2Fc%3Fd%3Ae$&+,;=@h");
        assertThat(UrlText.of(host("h", new User("", "")))).isEqualTo("http://:@h");
        assertThat(UrlText.of(host("h", new User("", null)))).isEqualTo("http://@h");
    }

    @Test
    void of_host_keepsWhatMayStandInOne() {
        assertThat(UrlText.of(host("[fe80::1%en0]:80", null))).isEqualTo("http://[fe80::1%25en0]:80");
        assertThat(UrlText.of(host("a b/c\u00e9", null))).isEqualTo("http://a%20b%2Fc%C3%A9");
    }

    @Test
    void of_path_isEscapedUnlessAFittingSpellingCameWithIt() {
        assertThat(UrlText.of(path("", "/a!b(c)*'?#", ""))).isEqualTo("/a%21b%28c%29%2A%27%3F%23");
        assertThat(UrlText.of(path("", "/a!b", "/a!b"))).isEqualTo("/a!b");
        assertThat(UrlText.of(path("", "/a/b", "/a%2fb"))).isEqualTo("/a%2fb");
        assertThat(UrlText.of(path("", "/a/b", "/other"))).isEqualTo("/a/b");
        assertThat(UrlText.of(path("", "/a%", "/a%"))).isEqualTo("/a%25");
        assertThat(UrlText.of(path("", "/a%2", "/a%2"))).isEqualTo("/a%252");
        assertThat(UrlText.of(path("h", "x", ""))).isEqualTo("//h/x");
        assertThat(UrlText.of(path("", "*", ""))).isEqualTo("*");
    }

    @Test
    void of_firstSegmentWithAColon_isNotTakenForAScheme() {
        assertThat(UrlText.of(path("", "a:b/c", ""))).isEqualTo("./a:b/c");
        assertThat(UrlText.of(path("", "a/b:c", ""))).isEqualTo("a/b:c");
    }

    @Test
    void of_emptyHost_hasSlashesUnlessLeftOut() {
        assertThat(UrlText.of(new Url(null, "file", "", null, "", "/x", "", false, false, "", "", "")))
                .isEqualTo("file:///x");
        assertThat(UrlText.of(new Url(null, "file", "", null, "", "/x", "", true, false, "", "", "")))
                .isEqualTo("file:/x");
        assertThat(UrlText.of(new Url(null, "http", "", null, "", "", "", false, false, "", "", "")))
                .isEqualTo("http:");
    }

    @Test
    void of_fragment_isEscapedLessThanAPath() {
        assertThat(UrlText.of(new Url(null, "", "", null, "", "/", "", false, false, "", "a?b!(c)* d'", "")))
                .isEqualTo("/#a?b!(c)*%20d%27");
        assertThat(UrlText.of(new Url(null, "", "", null, "", "/", "", false, false, "", "a'b", "a'b")))
                .isEqualTo("/#a'b");
    }

    @Test
    void of_opaqueAndQuery_areNotTouched() {
        assertThat(UrlText.of(new Url(null, "x", "o p", null, "ignored", "ignored", "", false, false, "q r", "", "")))
                .isEqualTo("x:o p?q r");
        assertThat(UrlText.of(new Url(null, "", "", null, "", "/", "", false, true, "", "", "")))
                .isEqualTo("/?");
    }

    private static Url host(String host, User user) {
        return new Url(null, "http", "", user, host, "", "", false, false, "", "", "");
    }

    private static Url path(String host, String path, String rawPath) {
        return new Url(null, "", "", null, host, path, rawPath, false, false, "", "", "");
    }
}
