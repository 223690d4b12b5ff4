// SPDX-License-Identifier: Apache-2.0
/* The bytes of hand-made packets, as lists for an array's initializer. */
#ifndef OBSERVER_TEST_PACKETS_H
#define OBSERVER_TEST_PACKETS_H

#define U16(V) (V) >> 8, (V)&0xff
#define ZEROS_13 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
#define ETHERNET(TYPE) 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, U16(TYPE)
#define TAG(TYPE) 0, 7, U16(TYPE)
/* FROM and TO are the last bytes of the addresses. */
#define IPV4_HEAD(WORDS, FRAGMENT, PROTOCOL, FROM, TO)                                                                 \
	0x40 | (WORDS), 0, 0, 60, 0, 1, U16(FRAGMENT), 64, PROTOCOL, 0, 0, 10, 9, 0, FROM, 10, 9, 0, TO
#define IPV4(PROTOCOL, FROM, TO) ETHERNET(0x0800), IPV4_HEAD(5, 0, PROTOCOL, FROM, TO)
#define IPV6_HEAD(NEXT, FROM, TO) 0x60, 0, 0, 0, 0, 40, NEXT, 64, 0xfd, 9, ZEROS_13, FROM, 0xfd, 9, ZEROS_13, TO
#define IPV6(NEXT, FROM, TO) ETHERNET(0x86dd), IPV6_HEAD(NEXT, FROM, TO)
#define EXTENSION(NEXT) NEXT, 0, 0, 0, 0, 0, 0, 0
#define FRAGMENT(NEXT, OFFSET) NEXT, 0, U16(OFFSET), 0, 0, 0, 1
#define PORTS(FROM, TO) U16(FROM), U16(TO), 0, 8, 0, 0
#define TCP(FROM, TO, FLAGS) U16(FROM), U16(TO), 0, 0, 0, 1, 0, 0, 0, 1, 0x50, FLAGS, 0, 0, 0, 0, 0, 0
#define ICMP(TYPE, CODE, ID) TYPE, CODE, 0, 0, U16(ID), 0, 1

#define FIN 0x11
#define SYN 0x02
#define SYN_ACK 0x12
#define ACK 0x10
#define RST 0x04

#endif
