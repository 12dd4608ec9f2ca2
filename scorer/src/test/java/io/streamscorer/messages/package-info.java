/**
 * The texts in the compiled code to the list of messages in {@code docs/errors.md}, and back. Test code only.
 */
@NullMarked
package io.streamscorer.messages;

import org.jspecify.annotations.NullMarked;
