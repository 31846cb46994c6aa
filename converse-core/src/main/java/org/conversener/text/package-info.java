/**
 * Words, entities, tags and the ways to cut text: no files, no tensors, no dependencies.
 *
 * <p>A {@link org.conversener.text.Sentence} is a list of words and the {@link
 * org.conversener.text.Span}s over them; {@link org.conversener.text.TagScheme} turns spans into
 * tags and back. An {@link org.conversener.text.Alignment} is the {@link
 * org.conversener.text.Link}s between the words of a sentence and its translation, as a line of the
 * Pharaoh format has them.
 *
 * <p>Text for a translator is cut in two steps and put together in two. {@link
 * org.conversener.text.MosesTokenizer} makes words ({@link org.conversener.text.Characters} does,
 * where a language writes none), {@link org.conversener.text.Bpe} makes subwords of each word,
 * {@link org.conversener.text.Vocabulary} numbers them. Back the same way: symbols, {@link
 * org.conversener.text.Bpe#join}, {@link org.conversener.text.MosesDetokenizer}.
 *
 * <p>Traps:
 *
 * <ul>
 *   <li>Characters are Unicode code points, never UTF-16 units; ends are exclusive everywhere;
 *       sorted means {@link org.conversener.text.Characters#CODE_POINT_ORDER}.
 *   <li>{@link org.conversener.text.TagScheme#decode} reads any tags, {@link
 *       org.conversener.text.TagScheme#decodeStrictly} only well-formed entities; scores differ.
 *   <li>A link names the source word first and the English word second, both from 0.
 *   <li>To know which word owns a subword, tokenise and split each word by itself: tokenising the
 *       joined sentence moves the borders.
 *   <li>A Moses token may be written as {@code &apos;s} or {@code @-@}; a tagger has to read it
 *       after {@link org.conversener.text.MosesTokenizer#unescape}.
 *   <li>Text that cannot be read is an {@link IllegalArgumentException} naming the line; the caller
 *       knows the file.
 * </ul>
 */
@NullMarked
package org.conversener.text;

import org.jspecify.annotations.NullMarked;
