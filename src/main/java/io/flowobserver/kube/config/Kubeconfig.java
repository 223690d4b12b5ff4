// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads kubeconfig files. Of several files the first that has a context, a cluster or a user of a name is right. */
public final class Kubeconfig {
    private final List<KubeconfigFile> files;

    private Kubeconfig(List<KubeconfigFile> files) {
        this.files = files;
    }

    /** A cluster, a user or a context, and the file that it is from. */
    record Entry(KubeconfigFile file, YamlMap map) {}

    /** The files that the environment names: those of {@code KUBECONFIG}, else that of the home directory. */
    public static List<Path> paths(Map<String, String> environment) {
        String named = environment.getOrDefault("KUBECONFIG", "");
        if (named.isEmpty()) {
            return List.of(Path.of(environment.getOrDefault("HOME", "/"), ".kube", "config"));
        }
        List<Path> paths = new ArrayList<>();
        for (String path : named.split(File.pathSeparator, -1)) {
            if (!path.isEmpty()) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    /**
     * Access by a context. Of several files, those that are missing count as empty.
     *
     * @param context empty for the current one
     * @param environment for the program that gives credentials, if there is one
     * @throws IOException with one line for the operator if there is no such access
     */
    public static ClusterAccess access(List<Path> paths, String context, Map<String, String> environment)
            throws IOException {
        List<KubeconfigFile> files = new ArrayList<>();
        for (Path path : paths) {
            if (paths.size() == 1 || Files.exists(path)) {
                files.add(KubeconfigFile.read(path));
            }
        }
        return new Kubeconfig(files).access(context.isEmpty() ? null : context, paths, environment);
    }

    private ClusterAccess access(@Nullable String wanted, List<Path> paths, Map<String, String> environment)
            throws IOException {
        String all = String.join(", ", paths.stream().map(Path::toString).toList());
        String name = wanted == null ? currentContext() : wanted;
        if (name.isEmpty()) {
            throw new AccessException(all + ": there is no current-context; set it with kubectl config use-context");
        }
        Entry context = named("contexts", name, "context", known -> all + ": has no context \"" + name + "\"" + known);
        ClusterEntry cluster = new ClusterEntry(referred(context, "cluster", "clusters"));
        Entry user = context.map().has("user") ? referred(context, "user", "users") : null;
        ClusterAccess.Trust trust = cluster.trust();
        Login login =
                user == null ? new StoredLogin(null, Credential.NONE) : new UserEntry(user, environment).login(cluster);
        return new ClusterAccess("context " + name + " of " + context.file().path(), cluster.server(), trust, login);
    }

    private String currentContext() throws AccessException {
        for (KubeconfigFile file : files) {
            String name = file.root().text("current-context");
            if (!name.isEmpty()) {
                return name;
            }
        }
        return "";
    }

    /** The cluster or the user that a context names. */
    private Entry referred(Entry context, String kind, String list) throws AccessException {
        String name = context.map().text(kind);
        return named(
                list,
                name,
                kind,
                known -> context.map().place(kind) + ": there is no " + kind + " \"" + name + "\"" + known);
    }

    private Entry named(String list, String name, String kind, Function<String, String> message)
            throws AccessException {
        List<String> known = new ArrayList<>();
        for (KubeconfigFile file : files) {
            YamlMap found = file.named(list, name, kind);
            if (found != null) {
                return new Entry(file, found);
            }
            for (YamlMap entry : file.root().maps(list)) {
                known.add(entry.text("name"));
            }
        }
        throw new AccessException(
                message.apply(known.isEmpty() ? "; there is none at all" : "; known are " + String.join(", ", known)));
    }
}
