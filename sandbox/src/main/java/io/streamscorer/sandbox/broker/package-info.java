/**
 * A Kafka broker inside this process: settings in, a running broker's address out. It is a real broker, with real transactions and real
 * files; what it lacks is replicas. Imports {@code ports} alone. The broker's own threads serve it; its methods may be called from any
 * thread, one at a time.
 */
@NullMarked
package io.streamscorer.sandbox.broker;

import org.jspecify.annotations.NullMarked;
