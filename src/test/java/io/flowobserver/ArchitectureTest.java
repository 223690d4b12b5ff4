// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of ARCHITECTURE.md: which package may import which. */
class ArchitectureTest {
    private static final String ROOT = "io.flowobserver";
    private static final Map<String, String[]> MAY_IMPORT = new LinkedHashMap<>();

    static {
        MAY_IMPORT.put("event", new String[] {});
        MAY_IMPORT.put("source", new String[] {"event"});
        MAY_IMPORT.put("flow", new String[] {"proto"});
        MAY_IMPORT.put("decode", new String[] {"event", "flow"});
        MAY_IMPORT.put("enrich", new String[] {"flow", "file"});
        MAY_IMPORT.put("ring", new String[] {"flow"});
        MAY_IMPORT.put("pipeline", new String[] {"source", "event", "flow", "decode", "enrich", "ring", "supervise"});
        MAY_IMPORT.put("filter", new String[] {"flow", "proto"});
        MAY_IMPORT.put("reader", new String[] {"flow", "ring", "filter"});
        MAY_IMPORT.put("names", new String[] {"flow", "ring", "filter", "enrich"});
        MAY_IMPORT.put(
                "serve", new String[] {"flow", "ring", "filter", "reader", "names", "tls", "supervise", "proto"});
        MAY_IMPORT.put("metrics", new String[] {"flow", "filter", "file", "proto"});
        MAY_IMPORT.put("tls", new String[] {"file"});
        MAY_IMPORT.put("file", new String[] {});
        MAY_IMPORT.put("kube", new String[] {"file", "tls"});
        MAY_IMPORT.put("config", new String[] {});
        MAY_IMPORT.put("supervise", new String[] {});
        MAY_IMPORT.put("daemon", new String[] {
            "event",
            "source",
            "flow",
            "decode",
            "enrich",
            "ring",
            "pipeline",
            "supervise",
            "filter",
            "reader",
            "names",
            "serve",
            "tls",
            "file",
            "metrics",
            "config",
            "proto"
        });
        MAY_IMPORT.put("cli", new String[] {"config", "daemon", "flow", "filter", "tls", "proto"});
        MAY_IMPORT.put("proto", new String[] {});
    }

    /** Inside a room: which wing may import which. The room's own files, beside its wings, may import all of them. */
    private static final Map<String, List<String>> WING_MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("event.packet", List.of()),
            Map.entry("event.datapath", List.of("event.packet")),
            Map.entry("event.agent", List.of()),
            Map.entry("source.capture", List.of()),
            Map.entry("source.bpf", List.of()),
            Map.entry("flow.wire", List.of()),
            Map.entry("flow.text", List.of("flow.wire")),
            Map.entry("flow.entity", List.of("flow.wire", "flow.text")),
            Map.entry("flow.row", List.of("flow.entity")),
            Map.entry("decode.datapath", List.of()),
            Map.entry("decode.l7", List.of()),
            Map.entry("decode.notice", List.of()),
            Map.entry("enrich.snapshot", List.of()),
            Map.entry("enrich.inventory", List.of("enrich.snapshot")),
            Map.entry("filter.pattern", List.of()),
            Map.entry("filter.predicate", List.of()),
            Map.entry("filter.field", List.of("filter.pattern", "filter.predicate")),
            Map.entry("filter.cel", List.of("filter.pattern", "filter.predicate")),
            Map.entry("filter.flags", List.of()),
            Map.entry("metrics.request", List.of()),
            Map.entry("metrics.series", List.of()),
            Map.entry("metrics.context", List.of("metrics.request", "metrics.series")),
            Map.entry("metrics.handler", List.of("metrics.request", "metrics.series", "metrics.context")),
            Map.entry("metrics.expose", List.of("metrics", "metrics.series")),
            Map.entry("kube.config", List.of()),
            Map.entry("kube.http", List.of("kube.config")),
            Map.entry("kube.object", List.of()),
            Map.entry("kube.read", List.of("kube.object", "kube.http")),
            Map.entry("kube.watch", List.of("kube.object", "kube.http", "kube.read")),
            Map.entry("reader.registry", List.of()),
            Map.entry("serve.client", List.of()),
            Map.entry("serve.limit", List.of("serve.client")),
            Map.entry("serve.listen", List.of("serve.client", "serve.limit")),
            Map.entry("serve.stream", List.of("serve.client", "serve.limit", "serve.listen")),
            Map.entry("serve.peer", List.of("serve.client", "serve.listen")),
            Map.entry("serve.http", List.of("serve.client", "serve.limit", "serve.listen", "serve.stream")),
            Map.entry(
                    "serve.grpc", List.of("serve.client", "serve.limit", "serve.listen", "serve.stream", "serve.peer")),
            Map.entry("serve.node", List.of("serve.client", "serve.limit", "serve.listen", "serve.stream")),
            Map.entry("daemon.device", List.of()),
            Map.entry("daemon.report", List.of("daemon.device")),
            Map.entry("daemon.demo", List.of("daemon", "daemon.device", "daemon.report")),
            Map.entry("cli.console", List.of()),
            Map.entry("cli.print", List.of("cli.console", "cli.print.counts")),
            Map.entry("cli.print.counts", List.of("cli.console")),
            Map.entry("cli.answer", List.of("cli.console", "cli.print", "cli.print.counts")),
            Map.entry("cli.print.node", List.of("cli.console", "cli.print")),
            Map.entry("cli.client.connect", List.of("cli.console")),
            Map.entry("cli.client.flags", List.of("cli.console", "cli.print")),
            Map.entry("cli.client.file", List.of("cli.console")),
            Map.entry(
                    "cli.client",
                    List.of(
                            "cli.console",
                            "cli.print",
                            "cli.answer",
                            "cli.print.node",
                            "cli.client.connect",
                            "cli.client.flags",
                            "cli.client.file")),
            Map.entry("cli.settings", List.of("cli.console")),
            Map.entry("cli.reflect", List.of("cli.console", "cli.client", "cli.client.connect")),
            Map.entry("cli.completion", List.of("cli.console")),
            Map.entry("cli.manual", List.of("cli.console")),
            Map.entry(
                    "cli.serve",
                    List.of(
                            "cli.console",
                            "cli.print",
                            "cli.answer",
                            "cli.settings",
                            "cli.client",
                            "cli.client.connect"))));

    /** Files in a folder at most; more is a sign that it holds two things. */
    private static final int MOST_FILES = 24;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void imports_followTheTable() {
        LayeredArchitecture table = layeredArchitecture().consideringOnlyDependenciesInAnyPackage(ROOT + "..");
        for (String layer : MAY_IMPORT.keySet()) {
            table = table.layer(layer).definedBy(ROOT + "." + layer + "..");
        }
        for (Map.Entry<String, String[]> row : MAY_IMPORT.entrySet()) {
            table = row.getValue().length == 0
                    ? table.whereLayer(row.getKey()).mayNotAccessAnyLayer()
                    : table.whereLayer(row.getKey()).mayOnlyAccessLayers(row.getValue());
        }
        table.check(CLASSES);
    }

    @Test
    void packages_areExactlyThoseOfTheTable() {
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> name.startsWith(ROOT + "."))
                        .map(name -> name.substring(ROOT.length() + 1).split("\\.", 2)[0])
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(MAY_IMPORT.keySet());
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void wings_areExactlyThoseOfTheTable() {
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName())
                        .filter(name -> name.startsWith(ROOT + ".") && !name.startsWith(ROOT + ".proto"))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .filter(name -> name.contains("."))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(WING_MAY_IMPORT.keySet());
    }

    @Test
    void wings_importTheirNeighboursByTheTable() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(ArchitectureTest::isOutsideTheTable)
                        .map(Dependency::getDescription)
                        .sorted())
                .as("imports of wings that the table does not allow")
                .isEmpty();
    }

    private static boolean isOutsideTheTable(Dependency dependency) {
        String wing = name(dependency.getOriginClass());
        String other = name(dependency.getTargetClass());
        List<String> neighbours = WING_MAY_IMPORT.get(wing);
        if (neighbours == null || other.equals(wing) || neighbours.contains(other)) {
            return false;
        }
        String room = wing.substring(0, wing.indexOf('.'));
        // The files beside the wings of these two are what their wings are made for.
        return other.startsWith(room + ".") || (other.equals(room) && !room.equals("event") && !room.equals("source"));
    }

    /** The package of a class, or of an array's elements, without our root; empty if it is not ours. */
    private static String name(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }

    @Test
    void folders_holdFewFiles() throws IOException {
        for (String root :
                List.of("src/main/java", "src/test/java", "src/jmh/java", "src/fuzz/java", "native", "bpf")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                Map<Path, Long> counts = files.filter(Files::isRegularFile)
                        .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
                assertThat(counts)
                        .allSatisfy((folder, count) ->
                                assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MOST_FILES));
            }
        }
    }

    @Test
    void classes_haveNamesOfTheirOwn() {
        Map<String, List<String>> bySimpleName = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getPackageName().startsWith(ROOT + ".proto"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        type -> type.getSimpleName(), Collectors.mapping(type -> type.getName(), Collectors.toList())));
        assertThat(bySimpleName).allSatisfy((simple, names) -> {
            assertThat(names).hasSize(1);
            assertThat(simple).doesNotEndWith("Test");
        });
    }

    @Test
    void hotPackages_knowNoTransport() {
        noClasses()
                .that()
                .resideInAnyPackage(hot("event", "decode", "enrich", "ring", "flow", "pipeline", "reader"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..", "picocli..", "jnr..", "java.util.logging..")
                .check(CLASSES);
    }

    /** Rows on many threads share them, and what one thread remembers of them is its own. */
    @Test
    void entities_areImmutable() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(ROOT + ".flow.entity..")
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveFullyQualifiedName(ROOT + ".flow.entity.EndpointCache")
                .should()
                .beFinal()
                .check(CLASSES);
    }

    /** What grpc-core may change in any release is used in one place, which is written for that. */
    @Test
    void grpcInternals_areInTheBundleCheckAlone() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".serve.grpc.BundleCheck")
                .and()
                .haveNameNotMatching(".*\\.BundleCheck\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc.internal..")
                .check(CLASSES);
    }

    @Test
    void metrics_knowNoTransport() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..", "java.net..", "java.nio.channels..")
                .check(CLASSES);
    }

    @Test
    void nativeCalls_areInSourceAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".source..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..")
                .check(CLASSES);
    }

    @Test
    void standardStreams_areForTheCommandLineAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    private static String[] hot(String... packages) {
        String[] names = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            names[i] = ROOT + "." + packages[i] + "..";
        }
        return names;
    }
}
