package dev.keryx.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Gives each client an address of its own within 127.0.0.0/8, so that no limit per address is met by accident. */
final class ClientAddresses {
    private int last = 1;

    InetAddress next() {
        int host = ++last;
        try {
            return InetAddress.getByAddress(new byte[] {127, (byte) (host >> 16), (byte) (host >> 8), (byte) host});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
