package io.streamscorer.sandbox.ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Ports of the loopback address on which nobody listened a moment ago. Those that are needed together are asked for together: of two questions
 * the second can have the first one's answer while nobody listens there yet. Thread-safe.
 */
public final class FreePorts {
    private FreePorts() {}

    /** One port. */
    public static int one() {
        return find(1, Set.of()).get(0);
    }

    /**
     * Different ports.
     *
     * @param count how many
     * @param others ports that are not to be among them, free or not
     * @throws UncheckedIOException when there are not so many
     */
    public static List<Integer> find(int count, Set<Integer> others) {
        // Each is held until all are found, so that the system gives none twice.
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<Integer> ports = new ArrayList<>();
            while (ports.size() < count) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                if (!others.contains(socket.getLocalPort())) {
                    ports.add(socket.getLocalPort());
                }
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException("Not enough free ports on the loopback address for " + count, e);
        } finally {
            held.forEach(FreePorts::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + socket.getLocalPort() + " could not be released", e);
        }
    }
}
