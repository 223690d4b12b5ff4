// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

/**
 * The bytes of one sample, flyweights that name the fields of each kernel event and packet header in them, and records
 * of what access logs tell.
 *
 * <p>Comes in: a sample, as the kernel or a capture delivered it. Goes out: field values, or the reason why the bytes
 * are none of what they claim to be. Nothing here keeps state between samples or trusts a length that it has not
 * compared with what is there, and nothing but the readers of logs allocates. One instance of each flyweight serves one
 * thread.
 */
@NullMarked
package io.flowobserver.event;

import org.jspecify.annotations.NullMarked;
