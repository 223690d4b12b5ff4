// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.daemon.report;

import com.google.protobuf.util.Timestamps;
import io.flowobserver.enrich.inventory.InventoryFile;
import io.flowobserver.proto.node.Inventory;

/** What the status tells of the inventory. */
public final class InventoryStatus {
    private InventoryStatus() {}

    /** Returns what is in use of a file at this moment. */
    public static Inventory of(InventoryFile file) {
        InventoryFile.Contents contents = file.contents();
        return Inventory.newBuilder()
                .setFile(file.path().toString())
                .setRead(Timestamps.fromMillis(contents.readMillis()))
                .setError(file.problem())
                .setEndpoints(contents.endpoints())
                .setPods(contents.pods())
                .setServices(contents.services())
                .setIdentities(contents.identities())
                .build();
    }
}
