/**
 * {@code converse demo}: the whole chain on the bundled demo world, from raw text to a comparison
 * of taggers. The world is in {@link org.conversener.cli.demo.world}; nothing here is tuned to it.
 */
@NullMarked
package org.conversener.cli.demo;

import org.jspecify.annotations.NullMarked;
