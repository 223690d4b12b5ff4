// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a target has on disk under target/fuzz: a corpus, which begins with the vectors and grows from run to run, a
 * dictionary for JSON, the log of the last run and the inputs that were found.
 */
record FuzzDirectory(Path corpus, Path dictionary, Path findings) {
    private static final Path ROOT = Path.of("target", "fuzz");
    private static final Pattern WORD = Pattern.compile("\"\\w{1,40}\"");
    private static final Pattern FINDING = Pattern.compile("(crash|timeout|oom|slow-unit)-\\w+");

    /** Makes what is not there; findings of earlier runs go. */
    static FuzzDirectory of(FuzzTarget target) throws Exception {
        Path findings = Files.createDirectories(ROOT.resolve(target.label()));
        Path corpus = Files.createDirectories(ROOT.resolve("corpus").resolve(target.label()));
        FuzzDirectory workplace = new FuzzDirectory(corpus, findings.resolve("words.dict"), findings);
        for (Path old : workplace.found()) {
            Files.delete(old);
        }
        List<byte[]> seeds = target.seeds();
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("vector-" + i), seeds.get(i));
        }
        List<String> words = new ArrayList<>(List.of("# words of " + target.label()));
        if (target.isText()) {
            words.addAll(words(seeds));
        }
        Files.write(workplace.dictionary, words);
        return workplace;
    }

    Path log() {
        return findings.resolve("jazzer.log");
    }

    /** Inputs that broke something. */
    List<Path> found() throws IOException {
        try (Stream<Path> files = Files.list(findings)) {
            return files.filter(file ->
                            FINDING.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** All words in quotes, in the form that libFuzzer reads. */
    private static List<String> words(List<byte[]> texts) {
        return texts.stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .flatMap(text -> WORD.matcher(text).results().map(MatchResult::group))
                .distinct()
                .map(word -> '"' + word.replace("\"", "\\\"") + '"')
                .toList();
    }
}
