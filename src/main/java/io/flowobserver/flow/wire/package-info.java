// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/** The protobuf wire format: tags, varints, UTF-8, message encoding, and field masks on encoded messages. */
@NullMarked
package io.flowobserver.flow.wire;

import org.jspecify.annotations.NullMarked;
