// SPDX-License-Identifier: Apache-2.0
// Copyright The observer authors

package io.flowobserver.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads private keys: PKCS#8, and the older forms of RSA keys (PKCS#1) and EC keys (SEC 1), which the JDK cannot read
 * and which many tools still write. Those are put into PKCS#8.
 */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** The algorithm rsaEncryption and its parameter, NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** The algorithm id-ecPublicKey. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int CURVE = 0xa0;
    private static final int LONG_FORM = 0x80;

    private PrivateKeys() {}

    /**
     * Reads the first key of a file. The text of the file is not kept.
     *
     * @throws IOException with one line for the operator if the file cannot be read, or the key cannot be used
     */
    static PrivateKey read(Path file) throws IOException {
        byte[] text = Pem.bytes(file);
        try {
            return of(Pem.blocks(text));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * The first key among the blocks of a file. The blocks are overwritten.
     *
     * @throws GeneralSecurityException with what is wrong with the file
     */
    static PrivateKey of(List<Pem> blocks) throws GeneralSecurityException {
        try {
            return first(blocks);
        } finally {
            blocks.forEach(Pem::wipe);
        }
    }

    private static PrivateKey first(List<Pem> blocks) throws GeneralSecurityException {
        byte[] curve = {};
        for (Pem block : blocks) {
            if (block.encrypted() || block.type().equals("ENCRYPTED PRIVATE KEY")) {
                throw new GeneralSecurityException("the key is encrypted; give it without a passphrase");
            }
            switch (block.type()) {
                case "PRIVATE KEY" -> {
                    return pkcs8(block.der());
                }
                case "RSA PRIVATE KEY" -> {
                    return wrapped(RSA, block.der());
                }
                case "EC PARAMETERS" -> curve = block.der();
                case "EC PRIVATE KEY" -> {
                    byte[] own = curveOf(block.der());
                    return wrapped(joined(EC, own == null ? curve : own), block.der());
                }
                default -> {
                    // Certificates may stand beside the key.
                }
            }
        }
        throw new GeneralSecurityException("there is no private key in it; give one in PEM");
    }

    private static PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException another) {
                // The key may be of the next kind.
            }
        }
        throw new GeneralSecurityException("the private key is damaged or of a kind that is not RSA, EC or EdDSA");
    }

    private static PrivateKey wrapped(byte[] algorithm, byte[] key) throws GeneralSecurityException {
        byte[] header = joined(VERSION_0, element(SEQUENCE, algorithm));
        byte[] octets = element(OCTET_STRING, key);
        byte[] content = joined(header, octets);
        byte[] encoded = element(SEQUENCE, content);
        try {
            return pkcs8(encoded);
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(content, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** The identifier of the curve inside of a SEC 1 key, if it names one: version, number, curve, public key. */
    private static byte @Nullable [] curveOf(byte[] key) {
        int at = content(key, 0);
        while (at >= 0 && at < key.length) {
            int body = content(key, at);
            if (body < 0) {
                return null;
            }
            if ((key[at] & 0xFF) == CURVE) {
                int end = end(key, at);
                boolean named = body < end && key[body] == OBJECT_ID;
                return named ? Arrays.copyOfRange(key, body, end) : null;
            }
            at = end(key, at);
        }
        return null;
    }

    /** Where the content of the element at an offset begins; -1 if there is none. */
    private static int content(byte[] der, int at) {
        if (at + 2 > der.length) {
            return -1;
        }
        int length = der[at + 1] & 0xFF;
        int more = length < LONG_FORM ? 0 : length - LONG_FORM;
        return more > 2 || at + 2 + more > der.length ? -1 : at + 2 + more;
    }

    private static int end(byte[] der, int at) {
        int body = content(der, at);
        int length = 0;
        if (body == at + 2) {
            length = der[at + 1] & 0xFF;
        } else {
            for (int i = at + 2; i < body; i++) {
                length = length << 8 | (der[i] & 0xFF);
            }
        }
        return Math.min(der.length, body + length);
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length >= LONG_FORM) {
            int octets = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(LONG_FORM + octets);
            for (int i = octets - 1; i > 0; i--) {
                out.write(length >> (8 * i));
            }
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
