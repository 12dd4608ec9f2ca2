/**
 * Health and metrics over HTTP, read-only. Its own threads.
 */
@NullMarked
package io.streamscorer.http;

import org.jspecify.annotations.NullMarked;
