// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.LinkedHashMap;
import java.util.Map;
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
        MAY_IMPORT.put("pipeline", new String[] {"source", "event", "flow", "decode", "enrich", "ring"});
        MAY_IMPORT.put("filter", new String[] {"flow", "proto"});
        MAY_IMPORT.put("serve", new String[] {"flow", "ring", "filter", "tls", "proto"});
        MAY_IMPORT.put("metrics", new String[] {"flow", "filter", "tls", "file", "proto"});
        MAY_IMPORT.put("tls", new String[] {"file"});
        MAY_IMPORT.put("file", new String[] {});
        MAY_IMPORT.put("config", new String[] {});
        MAY_IMPORT.put("daemon", new String[] {
            "event",
            "source",
            "flow",
            "decode",
            "enrich",
            "ring",
            "pipeline",
            "filter",
            "serve",
            "tls",
            "file",
            "metrics",
            "config",
            "proto"
        });
        MAY_IMPORT.put("cli", new String[] {"config", "daemon", "flow", "filter", "proto"});
        MAY_IMPORT.put("proto", new String[] {});
    }

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
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void hotPackages_knowNoTransport() {
        noClasses()
                .that()
                .resideInAnyPackage(hot("event", "decode", "enrich", "ring", "flow", "pipeline"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.netty..", "picocli..", "jnr..", "java.util.logging..")
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
