/**
 * What a network reads of a word: each {@link org.conversener.embedding.TokenFeatures} turns
 * sentences into one vector a word. Also the character language models that some of them read with,
 * and their training. Knows nothing of tagging.
 *
 * <p>Word vectors: {@link org.conversener.embedding.WordVectors} holds a table and looks words up
 * in it, {@link org.conversener.embedding.FastTextFile} reads the models of fastText, {@link
 * org.conversener.embedding.Coverage} tells how much of a text they know.
 */
@NullMarked
package org.conversener.embedding;

import org.jspecify.annotations.NullMarked;
