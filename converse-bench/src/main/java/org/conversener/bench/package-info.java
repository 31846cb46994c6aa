/**
 * Benchmarks of the parts that decide how long training and tagging take. Data is random and
 * seeded; nothing here is published or tested, and figures of different machines do not compare.
 *
 * <p>Trap: the native libraries read their environment when they load, so a benchmark measures the
 * shell it was started from; CONTRIBUTING has the command.
 */
@NullMarked
package org.conversener.bench;

import org.jspecify.annotations.NullMarked;
