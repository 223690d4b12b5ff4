// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.enrich.inventory;

import java.io.IOException;

/** An inventory cannot be read. The message is one line with the input, the position in it, and the problem. */
public final class InventoryException extends IOException {
    private static final long serialVersionUID = 1;

    InventoryException(String source, String problem) {
        super("inventory " + source + ": " + problem);
    }

    InventoryException(IOException cause) {
        super("inventory " + cause.getMessage(), cause);
    }
}
