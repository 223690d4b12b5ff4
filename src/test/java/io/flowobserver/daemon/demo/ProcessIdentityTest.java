// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {
    @Test
    void of_ownNames_isThisProcessAlive() throws Exception {
        ProcessIdentity self = ProcessIdentity.current();
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.isAlive()).isTrue();
        assertThat(ProcessIdentity.of(self.name())).contains(self);
        assertThat(ProcessIdentity.of(self.name("web"))).contains(self);
    }

    @Test
    void isAlive_idUsedByALaterProcess_isNot() throws Exception {
        ProcessIdentity self = ProcessIdentity.current();
        assertThat(new ProcessIdentity(self.pid(), self.startTicks() - 1).isAlive())
                .isFalse();
    }

    @Test
    void isAlive_noSuchProcess_isNot() {
        // Beyond the highest id that Linux gives.
        assertThat(new ProcessIdentity(9_999_999_999L, 1).isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "observer-demo-",
                "observer-demo-1",
                "observer-demo-1-",
                "observer-demo-1-2-",
                "observer-demo-1-2-../x",
                "observer-demo-12345678901-2",
                "my-observer-demo-1-2-web"
            })
    void of_foreignNames_isNobody(String name) {
        assertThat(ProcessIdentity.of(name)).isEmpty();
    }
}
