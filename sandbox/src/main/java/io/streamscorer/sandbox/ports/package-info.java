/**
 * Free ports of the loopback address: how many are needed in, as many different ones out. Imports nothing of the project. Any thread.
 */
@NullMarked
package io.streamscorer.sandbox.ports;

import org.jspecify.annotations.NullMarked;
