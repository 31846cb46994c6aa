/**
 * What a network reads of a word: each {@link org.conversener.embedding.TokenFeatures} turns
 * sentences into one vector a word. Knows nothing of tagging.
 */
@NullMarked
package org.conversener.embedding;

import org.jspecify.annotations.NullMarked;
