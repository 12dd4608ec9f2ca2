package io.streamscorer.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between clients and one address of a broker: relays TCP connections, and can be cut, swallow everything, or be slow. Its port
 * stays the same. Thread-safe.
 */
final class NetworkProxy implements AutoCloseable {
    private static final InetAddress HOST = InetAddress.getLoopbackAddress();
    private static final int CHUNK_BYTES = 16 * 1024;
    /** Of no bytes: the end. */
    private static final Chunk END = new Chunk(new byte[0], 0);

    private static final Conditions CLEAR = new Conditions(true, Duration.ZERO, 0);

    private final InetSocketAddress target;
    private final int port;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    /** When the line is free again, in nanoseconds of {@link System#nanoTime}: to the broker, and from it. */
    private final long[] freeAt = {System.nanoTime(), System.nanoTime()};

    private Conditions conditions = CLEAR;
    private ServerSocket entrance;

    /**
     * How things pass.
     *
     * @param passing whether they pass at all
     * @param latency what is added to each way
     * @param bytesPerSecond of each way, over all connections; 0 for no limit
     */
    private record Conditions(boolean passing, Duration latency, long bytesPerSecond) {}

    private record Chunk(byte[] bytes, long receivedNanos) {}

    /** Relays what comes to {@code port} to {@code targetPort}, both of the loopback address. */
    NetworkProxy(int port, int targetPort) {
        this.port = port;
        target = new InetSocketAddress(HOST, targetPort);
        entrance = open();
    }

    /** What clients connect to, {@code host:port}. */
    String address() {
        return HOST.getHostAddress() + ":" + port;
    }

    /** Resets all connections and refuses new ones; what was under way is lost. */
    synchronized void cut() {
        close(entrance);
        connections.forEach(Connection::reset);
    }

    /** Accepts what is sent and new connections, and passes nothing on until {@link #restore}, which lets it all out, late. */
    void swallow() {
        change(new Conditions(false, Duration.ZERO, 0));
    }

    /** Delays each way by {@code latency}, and lets so many bytes a second through each way. */
    void slow(Duration latency, long bytesPerSecond) {
        change(new Conditions(true, latency, bytesPerSecond));
    }

    /** Ends what was done to it. */
    synchronized void restore() {
        if (entrance.isClosed()) {
            entrance = open();
        }
        change(CLEAR);
    }

    private synchronized void change(Conditions changed) {
        conditions = changed;
        notifyAll();
    }

    private ServerSocket open() {
        try {
            ServerSocket opened = new ServerSocket(port, 50, HOST);
            run("accept", () -> accept(opened));
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("The proxy could not listen on port " + port, e);
        }
    }

    private void accept(ServerSocket at) {
        while (true) {
            try {
                Socket client = at.accept();
                connect(at, client);
            } catch (IOException e) {
                // Closed, which is how this thread ends.
                return;
            }
        }
    }

    private void connect(ServerSocket at, Socket client) {
        try {
            Socket broker = new Socket(target.getAddress(), target.getPort());
            client.setTcpNoDelay(true);
            broker.setTcpNoDelay(true);
            Connection connection = new Connection(client, broker);
            connections.add(connection);
            connection.relay(client, broker, 0);
            connection.relay(broker, client, 1);
            if (at.isClosed()) {
                connection.reset();
            }
        } catch (IOException e) {
            // The broker is away: so it is to the client.
            close(client);
        }
    }

    /** Waits until a chunk is due at the other end. */
    private void travel(Chunk chunk, int way) throws InterruptedException {
        long due;
        synchronized (this) {
            while (!conditions.passing()) {
                wait();
            }
            due = chunk.receivedNanos() + conditions.latency().toNanos();
            if (conditions.bytesPerSecond() > 0) {
                freeAt[way] = Math.max(freeAt[way], System.nanoTime())
                        + chunk.bytes().length * TimeUnit.SECONDS.toNanos(1) / conditions.bytesPerSecond();
                due = Math.max(due, freeAt[way]);
            }
        }
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        cut();
        change(CLEAR);
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("A socket could not be closed", e);
        }
    }

    private static void run(String what, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** One client's connection and the one that is made for it. */
    private final class Connection {
        private final Socket client;
        private final Socket broker;

        Connection(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        /** One way of it. What was received is kept until it is due, however much it is. */
        void relay(Socket from, Socket to, int way) {
            BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
            run("receive", () -> receive(from, underWay));
            run("deliver", () -> deliver(underWay, to, way));
        }

        private void receive(Socket from, BlockingQueue<Chunk> underWay) {
            byte[] bytes = new byte[CHUNK_BYTES];
            try {
                for (int count = from.getInputStream().read(bytes);
                        count >= 0;
                        count = from.getInputStream().read(bytes)) {
                    underWay.add(new Chunk(Arrays.copyOf(bytes, count), System.nanoTime()));
                }
            } catch (IOException e) {
                // Reset by either end; the other end is told below.
            }
            underWay.add(END);
        }

        private void deliver(BlockingQueue<Chunk> underWay, Socket to, int way) {
            try {
                for (Chunk chunk = underWay.take(); chunk.bytes().length > 0; chunk = underWay.take()) {
                    travel(chunk, way);
                    to.getOutputStream().write(chunk.bytes());
                }
            } catch (IOException e) {
                // Reset by either end; the other end is told below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close(client);
            close(broker);
            connections.remove(this);
        }

        void reset() {
            try {
                client.setSoLinger(true, 0);
                broker.setSoLinger(true, 0);
            } catch (IOException e) {
                // It has ended already.
            }
            close(client);
            close(broker);
        }
    }
}
