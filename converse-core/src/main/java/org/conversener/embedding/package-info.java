/**
 * What a network reads of a word: each {@link org.conversener.embedding.TokenFeatures} turns
 * sentences into one vector a word. Also the character language models that some of them read with,
 * and their training. Knows nothing of tagging.
 */
@NullMarked
package org.conversener.embedding;

import org.jspecify.annotations.NullMarked;
