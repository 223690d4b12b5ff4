// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The bytes of one sample; flyweights that name the fields of each kernel event and packet header in them; readers of
 * the records that are JSON.
 *
 * <p>Input: a sample, as the kernel or a capture delivered it. Output: field values, or the reason why the bytes are not
 * what they claim to be. Nothing here keeps state between samples or trusts a length that it has not checked. Only the
 * readers of JSON allocate. One instance of each flyweight serves one thread.
 */
@NullMarked
package io.flowobserver.event;

import org.jspecify.annotations.NullMarked;
