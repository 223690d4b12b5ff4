// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.cli.console;

import java.lang.reflect.Proxy;

/**
 * Handles signals of the process. Java has no API for that but {@code sun.misc.Signal}, and javac warns of each use of
 * that class, so it is used by reflection.
 */
public final class Signals {
    private Signals() {}

    /**
     * Sets the handler of a signal, which each time runs on a new thread. A signal that this process was started to
     * ignore, as {@code nohup} does with SIGHUP, stays ignored.
     *
     * @param name the name without SIG, for example {@code HUP}
     * @return false if the handler is never called: the signal is ignored, or this JVM does not allow handlers
     */
    public static boolean handle(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object adapter = Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            handler.run();
                            yield null;
                        }
                        case "equals" -> self == arguments[0];
                        case "hashCode" -> System.identityHashCode(self);
                        default -> "handler of SIG" + name;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            Object before = signal.getMethod("handle", signal, type).invoke(null, named, adapter);
            // The JVM itself leaves ignored signals alone and only says so.
            return before != type.getField("SIG_IGN").get(null);
        } catch (ReflectiveOperationException e) {
            // Also if the JVM was started with -Xrs: then it uses no signals.
            return false;
        }
    }
}
