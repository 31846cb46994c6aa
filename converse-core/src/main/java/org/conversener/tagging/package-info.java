/**
 * The tagger: a sentence in, its entities with their probabilities out. The English teacher, the
 * baseline and the Converse attention tagger are all one class; the last one is given carried
 * features. Knows nothing of translation.
 *
 * <p>Flow: {@link org.conversener.tagging.TaggerConfig} and a list of tags make an untrained {@link
 * org.conversener.tagging.Tagger}; {@link org.conversener.tagging.TaggerTrainer} trains it and
 * keeps the epoch with the best dev F1; {@link org.conversener.tagging.Tagger#tag} answers with a
 * {@link org.conversener.tagging.Tagging}.
 *
 * <p>Traps: {@code tag} and {@code features} compute each sentence alone, so that the answer does
 * not depend on its neighbours; {@code tagAll} computes batches, is several times faster, and may
 * differ in the last bits. A tagger may be used by many threads, but not while it is trained.
 */
@NullMarked
package org.conversener.tagging;

import org.jspecify.annotations.NullMarked;
