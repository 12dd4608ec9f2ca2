/**
 * The settings: a properties file and environment variables to checked values, all problems at once. Immutable; any thread.
 */
@NullMarked
package io.streamscorer.config;

import org.jspecify.annotations.NullMarked;
