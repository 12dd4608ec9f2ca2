package io.streamscorer.integration;

import io.streamscorer.sandbox.ports.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports and addresses at which nothing answers. */
final class Ports {
    /** Below those that the system gives to connections: whoever frees one for a while finds it free again. */
    private static final int FIRST = 20_000;

    private static final int LAST = 30_000;

    private Ports() {}

    /** A port that stays free while nobody asks for just this one. */
    static int lasting() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static String closed() {
        return "127.0.0.1:" + FreePorts.one();
    }
}
