// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.kube.config;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program of a user ({@code exec}): it writes an ExecCredential. It is run without a shell and without a terminal.
 *
 * @param place of the program in a kubeconfig, for messages
 * @param version of the API that it is asked in
 * @param words the program and its arguments
 * @param environment all of it
 */
record ExecCommand(String place, String version, List<String> words, Map<String, String> environment) {
    private static final String GROUP = "client.authentication.k8s.io/";

    static ExecCommand of(KubeconfigFile file, YamlMap exec, ClusterEntry cluster, Map<String, String> environment)
            throws AccessException {
        String version = exec.text("apiVersion");
        if (!version.equals(GROUP + "v1") && !version.equals(GROUP + "v1beta1")) {
            throw new AccessException(exec.place("apiVersion") + ": must be " + GROUP + "v1 or " + GROUP + "v1beta1");
        }
        if (exec.text("interactiveMode").equals("Always")) {
            throw new AccessException(exec.place("interactiveMode")
                    + ": there is nobody who could answer; use a program that asks nothing");
        }
        Map<String, String> all = new HashMap<>(environment);
        for (YamlMap variable : exec.maps("env")) {
            all.put(variable.text("name"), variable.text("value"));
        }
        all.put("KUBERNETES_EXEC_INFO", info(version, exec, cluster));
        return new ExecCommand(exec.place(), version, words(file, exec), all);
    }

    /**
     * Runs the program and returns what it writes.
     *
     * @throws IOException with one line for the operator if it fails, takes too long or writes too much
     */
    String run() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new AccessException(
                    place + ".command: cannot run " + words.get(0) + "; install it, or name it by its path", e);
        }
        return new ExecRun(place, process).output();
    }

    private static List<String> words(KubeconfigFile file, YamlMap exec) throws AccessException {
        String command = exec.text("command");
        if (command.isEmpty()) {
            throw new AccessException(exec.place("command") + ": is missing; name the program");
        }
        List<String> words = new ArrayList<>();
        // As kubectl: a name without a slash is looked for in the PATH.
        words.add(command.indexOf('/') >= 0 ? file.resolve(command).toString() : command);
        words.addAll(exec.texts("args"));
        return List.copyOf(words);
    }

    private static String info(String version, YamlMap exec, ClusterEntry cluster) throws AccessException {
        JsonObject spec = new JsonObject();
        spec.addProperty("interactive", false);
        if (exec.flag("provideClusterInfo")) {
            JsonObject about = new JsonObject();
            about.addProperty("server", cluster.map().text("server"));
            about.addProperty("insecure-skip-tls-verify", cluster.map().flag("insecure-skip-tls-verify"));
            String cas = cluster.map().text("certificate-authority-data");
            if (!cas.isEmpty()) {
                about.addProperty("certificate-authority-data", cas);
            }
            spec.add("cluster", about);
        }
        JsonObject info = new JsonObject();
        info.addProperty("apiVersion", version);
        info.addProperty("kind", "ExecCredential");
        info.add("spec", spec);
        return info.toString();
    }
}
