/**
 * Results of long computations on disk, by the content they were computed from: what knowledge of
 * sentences and frozen features have in common.
 *
 * <p>Flow: a {@link org.conversener.store.Digest} of everything a result depends on gives its
 * {@link org.conversener.store.Address}; a {@link org.conversener.store.RecordLog} keeps bytes by
 * address in a file that only grows, to which one writer at a time appends, over all processes,
 * while any number of readers read.
 *
 * <p>Traps: an address must hold everything the bytes depend on, or what is stale will be read; a
 * file is never made smaller, so who opens it should tell how large it is and that it may be
 * deleted.
 *
 * <p>Not here: what the bytes mean.
 */
@NullMarked
package org.conversener.store;

import org.jspecify.annotations.NullMarked;
