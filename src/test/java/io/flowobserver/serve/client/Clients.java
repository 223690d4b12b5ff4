// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.client;

import io.netty.util.internal.OutOfDirectMemoryError;
import java.lang.reflect.Constructor;

/** Clients of tests, and the error that they may cause. */
public final class Clients {
    private Clients() {}

    public static Client byUnixSocket(int uid) {
        return new Client(Client.Kind.UNIX_USER, "uid " + uid, true);
    }

    /** A client of another machine. */
    public static Client byTcp(String address) {
        return new Client(Client.Kind.ADDRESS, address, false);
    }

    /** What Netty throws when direct memory runs out. */
    public static OutOfDirectMemoryError outOfDirectMemory() throws ReflectiveOperationException {
        Constructor<OutOfDirectMemoryError> constructor =
                OutOfDirectMemoryError.class.getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        return constructor.newInstance("made by the test");
    }
}
