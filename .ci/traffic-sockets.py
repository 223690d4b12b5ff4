# SPDX-License-Identifier: Apache-2.0
"""Usage: traffic-sockets.py IPV4 IPV6. Datagrams to changing ports, short connections, and frames that are not IP."""
import socket
import sys

for family, address in ((socket.AF_INET, sys.argv[1]), (socket.AF_INET6, sys.argv[2])):
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams:
        for port in range(20000, 30000):
            try:
                datagrams.sendto(b"x" * (port % 100), (address, port))
            except ConnectionRefusedError:
                pass  # what an ICMP error said about an earlier datagram
    for i in range(1500):
        with socket.socket(family, socket.SOCK_STREAM) as connection:
            # Every third one to a port at which nobody listens.
            if connection.connect_ex((address, 8080 if i % 3 else 8081)) == 0:
                connection.sendall(b"GET /none HTTP/1.0\r\n\r\n")
                while connection.recv(65536):
                    pass
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as frames:
    frames.bind(("eth0", 0))
    for i in range(200):
        frames.send(b"\xff" * 6 + b"\x02\0\0\0\0\1" + b"\x88\xb5" + b"\0" * (46 + i % 100))
