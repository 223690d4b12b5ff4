// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client;

import io.flowobserver.cli.answer.Explanation;
import io.flowobserver.cli.answer.FlowTally;
import io.flowobserver.cli.answer.Question;
import io.flowobserver.cli.client.connect.Connection;
import io.flowobserver.proto.node.FindNamesResponse;
import io.flowobserver.proto.node.NodeStatus;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Explains an answer of flows that is empty, short or has losses. The server is asked again only then. If a follower
 * has seen nothing for five seconds, it is told once why that may be.
 */
final class AnswerWords implements StreamWatcher {
    private static final int PATIENCE_SECONDS = 5;

    private final Question question;
    private final FlowTally tally;
    private final Consumer<String> lines;
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Creates the words.
     *
     * @param tally counts the flows of the answer
     * @param lines takes a line; called by two threads if the request follows
     */
    AnswerWords(Question question, FlowTally tally, Consumer<String> lines) {
        this.question = question;
        this.tally = tally;
        this.lines = lines;
    }

    @Override
    public void begun(Connection connection) {
        if (question.follows()) {
            Thread patience = new Thread(() -> await(connection), "observer-patience");
            patience.setDaemon(true);
            patience.start();
        }
    }

    @Override
    public void ended(Connection connection, boolean interrupted) {
        over.countDown();
        // Who interrupts wants the prompt, and no more calls.
        if (!interrupted && !question.follows()) {
            explain(connection).forEach(lines);
        }
        Explanation.losses(tally).forEach(lines);
    }

    @Override
    public void failed() {
        over.countDown();
    }

    private void await(Connection connection) {
        try {
            if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && tally.isEmpty()) {
                empty(connection, true).forEach(lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> explain(Connection connection) {
        if (tally.isEmpty()) {
            return empty(connection, false);
        }
        return Explanation.mayBeShort(question, tally)
                ? new Explanation(question, new NodeQuestions(connection).status()).range()
                : List.of();
    }

    private List<String> empty(Connection connection, boolean waiting) {
        NodeQuestions server = new NodeQuestions(connection);
        NodeStatus node = server.status();
        FindNamesResponse found = server.find(question.names());
        return new Explanation(question, node).empty(found, waiting);
    }
}
