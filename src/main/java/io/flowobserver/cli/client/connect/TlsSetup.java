// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors
package io.flowobserver.cli.client.connect;

import io.netty.handler.ssl.SslContext;

/**
 * What encrypts a client's connection.
 *
 * @param serverName the name that the server's certificate must have; empty for the host of the address
 */
public record TlsSetup(SslContext context, String serverName) {}
