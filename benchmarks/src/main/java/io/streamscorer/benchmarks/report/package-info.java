/**
 * Results to what people read: tables, JSON, charts, and the page that shows them together. The charts are SVG that this package writes itself,
 * so that they look the same on every machine and need no fonts. Immutable parts; any thread.
 */
@NullMarked
package io.streamscorer.benchmarks.report;

import org.jspecify.annotations.NullMarked;
