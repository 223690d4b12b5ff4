// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.serve.http;

/**
 * What is served at one path.
 *
 * @param path begins with a slash; the query of a request's URL is not part of it
 */
public record HttpRoute(String path, HttpHandler handler) {}
