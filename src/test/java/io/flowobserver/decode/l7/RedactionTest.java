// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.decode.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowobserver.event.agent.AccessLog.Url;
import io.flowobserver.event.agent.AccessLog.User;
import io.flowobserver.flow.entity.HttpRecord.Header;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String HIDDEN = "HUBBLE_REDACTED";
    private static final Url URL = new Url(
            "http://bob:pw@h/p?q=1#f", "http", "", new User("bob", "pw"), "h", "/p", "", false, false, "q=1", "f", "");
    private static final Map<String, List<String>> HEADERS =
            Map.of("X-B", List.of("2", "1"), "Accept", List.of("*/*"), "Empty", List.of(), "accept", List.of("low"));

    @Test
    void url_passwordByDefault_isHiddenThoughRedactionIsOff() {
        assertThat(new UrlRedaction(Redaction.DEFAULT).text(URL)).isEqualTo("http://bob:HUBBLE_REDACTED@h/p?q=1#f");
    }

    @Test
    void url_enabledWithoutUserInfo_isShownWhole() {
        assertThat(new UrlRedaction(redaction(true, false, false)).text(URL)).isEqualTo(URL.text());
    }

    @Test
    void url_query_isHiddenWithTheFragmentIfEnabled() {
        assertThat(new UrlRedaction(redaction(true, true, false)).text(URL)).isEqualTo("http://bob:pw@h/p");
        assertThat(new UrlRedaction(redaction(false, true, false)).text(URL)).isEqualTo(URL.text());
    }

    @Test
    void url_nothingToHide_isTheTextThatCameWithIt() {
        Url lossy = new Url("http://h/%ff", "http", "", null, "h", "/\ufffd", "", false, false, "", "", "");
        assertThat(new UrlRedaction(Redaction.DEFAULT).text(lossy)).isEqualTo("http://h/%ff");
    }

    @Test
    void url_textWithoutParts_isNotShown() {
        Url bare = new Url("http://u:secret@h/", "", "", null, "", "", "", false, false, "", "", "");
        assertThat(new UrlRedaction(Redaction.DEFAULT).text(bare)).isEmpty();
    }

    @Test
    void headers_off_areShownSortedEachValueForItself() {
        assertThat(shown(false, List.of(), List.of("accept")))
                .containsExactly(
                        new Header("Accept", "*/*"),
                        new Header("X-B", "2"),
                        new Header("X-B", "1"),
                        new Header("accept", "low"));
    }

    @Test
    void headers_noLists_areAllHidden() {
        assertThat(shown(true, List.of(), List.of())).extracting(Header::value).containsOnly(HIDDEN);
    }

    @Test
    void headers_allowed_areShownInWhateverCaseAndTheOthersHidden() {
        assertThat(shown(true, List.of("ACCEPT"), List.of()))
                .extracting(Header::value)
                .containsExactly("*/*", HIDDEN, HIDDEN, "low");
    }

    @Test
    void headers_denied_areHiddenAndTheOthersShown() {
        assertThat(shown(true, List.of(), List.of("x-b")))
                .extracting(Header::value)
                .containsExactly("*/*", HIDDEN, HIDDEN, "low");
    }

    @Test
    void headers_onBothLists_areShown() {
        assertThat(shown(true, List.of("x-b"), List.of("X-B")))
                .extracting(Header::value)
                .containsExactly(HIDDEN, "2", "1", HIDDEN);
    }

    private static List<Header> shown(boolean enabled, List<String> allowed, List<String> denied) {
        return new HeaderRedaction(new Redaction(enabled, false, false, allowed, denied, false)).shown(HEADERS);
    }

    private static Redaction redaction(boolean enabled, boolean query, boolean userInfo) {
        return new Redaction(enabled, query, userInfo, List.of(), List.of(), false);
    }
}
