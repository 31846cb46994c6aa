/**
 * What a network reads of a word: each {@link org.conversener.embedding.TokenFeatures} turns
 * sentences into one vector a word. Also the character language models that some of them read with,
 * and their training. Knows nothing of tagging.
 *
 * <p>Word vectors: {@link org.conversener.embedding.WordVectors} holds a table and looks words up
 * in it, {@link org.conversener.embedding.FastTextFile} reads the models of fastText, {@link
 * org.conversener.embedding.Coverage} tells how much of a text they know.
 *
 * <p>Frozen models: {@link org.conversener.embedding.FrozenRows} turns sentences into rows, a
 * BERT's or a language model's; a {@link org.conversener.embedding.FeatureStore} keeps them on
 * disk, and {@link org.conversener.embedding.StoredRows} reads them there.
 *
 * <p>Traps: rows that are kept must be a pure function of the sentence, to the last bit, or a run
 * would depend on what was run before; so nothing that looks at other sentences, such as pooling,
 * may be kept. A frozen model is shared by networks and freed when the last holder is closed.
 */
@NullMarked
package org.conversener.embedding;

import org.jspecify.annotations.NullMarked;
