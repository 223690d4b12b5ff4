// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.reader;

import io.flowobserver.flow.entity.Notice;

/** Receives what a {@link NoticeCursor} reads. Called by the thread that calls the cursor. */
public interface NoticeHandler {
    /** Returns whether to go on reading. The cursor asks before the first notice and after each that it passed on. */
    boolean isReady();

    void onNotice(Notice notice);
}
