/**
 * A schema registry as a child process: an unpacked distribution in, the address of Confluent's API out. Imports {@code process}
 * and {@code ports} alone. Any thread, one at a time.
 */
@NullMarked
package io.streamscorer.sandbox.registry;

import org.jspecify.annotations.NullMarked;
