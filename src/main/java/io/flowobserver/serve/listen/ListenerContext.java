// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.tls.ServerTls;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one listener share.
 *
 * @param url the address as the operator gave it
 * @param tls null on a plaintext listener
 * @param http creates the handlers for one HTTP/1.1 connection; null where HTTP is not served
 * @param rejections counts and logs the clients that are turned away
 */
public record ListenerContext(
        ListenUrl url,
        @Nullable ServerTls tls,
        @Nullable Supplier<ChannelHandler[]> http,
        RejectedConnections rejections) {}
