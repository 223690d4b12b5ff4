// SPDX-License-Identifier: Apache-2.0
/* The packet of a swept sample: it has none of its own, so one is made of the connection's key. */
#ifndef OBSERVER_SWEPT_H
#define OBSERVER_SWEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "events.h"

/* An IPv6 header and 8 bytes of a transport header. */
#define SWEPT_PACKET_BYTES 48

/* Writes an IP header, and as much of a transport header as the key knows. Returns the number of bytes. */
uint32_t swept_packet(const struct connection_ends *ends, bool ipv6, uint8_t packet[SWEPT_PACKET_BYTES]);

#endif
