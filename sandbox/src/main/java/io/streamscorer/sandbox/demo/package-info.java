/**
 * The demo: simulated card transactions in, a live view of the scorer's predictions and an audit of the topics out. It wires the other
 * packages of the sandbox together; nothing imports it. The main thread starts and stops everything, one thread sends events and one reads
 * answers.
 */
@NullMarked
package io.streamscorer.sandbox.demo;

import org.jspecify.annotations.NullMarked;
