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
 * <p>A sentence's answer does not depend, to the last bit, on the sentences it is computed beside
 * or on the number of threads: {@code tagAll} says what {@code tag} says, several times faster.
 *
 * <p>Traps: a tagger may be used by many threads, but not while it is trained.
 */
@NullMarked
package org.conversener.tagging;

import org.jspecify.annotations.NullMarked;
