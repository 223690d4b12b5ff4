// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.listen;

import io.flowobserver.serve.http.HttpService;
import io.flowobserver.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * How clients are let in at one listener.
 *
 * @param url as it was asked for
 * @param tls null on a plaintext listener
 * @param http null where HTTP is not served
 * @param refusals who hears of those that are turned away
 */
public record ListenerContext(
        ListenUrl url, @Nullable ServerTls tls, @Nullable HttpService http, RejectedConnections refusals) {}
