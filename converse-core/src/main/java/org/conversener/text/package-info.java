/**
 * Words, entities, tags and the ways to cut text: no files, no tensors, no dependencies.
 *
 * <p>A {@link org.conversener.text.Sentence} is a list of words and the {@link
 * org.conversener.text.Span}s over them; {@link org.conversener.text.TagScheme} turns spans into
 * tags and back. {@link org.conversener.text.MosesTokenizer} and {@link
 * org.conversener.text.MosesDetokenizer} cut and join words, {@link org.conversener.text.Bpe} cuts
 * words into subwords, {@link org.conversener.text.Vocabulary} numbers them.
 *
 * <p>Traps: characters are Unicode code points, never UTF-16 units; ends are exclusive everywhere.
 */
@NullMarked
package org.conversener.text;

import org.jspecify.annotations.NullMarked;
