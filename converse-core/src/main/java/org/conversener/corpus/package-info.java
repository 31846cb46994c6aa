/**
 * Files of text turned into sentences, pairs and vectors, and back; no models.
 *
 * <p>The flow: {@link org.conversener.corpus.TextFiles} opens a file (plain or gzip) as a {@link
 * org.conversener.corpus.LineReader}, which hands out strictly decoded UTF-8 lines and knows where
 * it is; a reader of one layout ({@link org.conversener.corpus.ConllReader}, {@link
 * org.conversener.corpus.BitextReader}, {@link org.conversener.corpus.WordVectorReader}, {@link
 * org.conversener.corpus.AlignmentReader}) turns lines into records. {@link
 * org.conversener.corpus.Corpus} holds the three parts of a labelled corpus, {@link
 * org.conversener.corpus.Fingerprint} names their content, {@link
 * org.conversener.corpus.ConllWriter} and {@link org.conversener.corpus.AtomicFile} write.
 *
 * <p>The promise of this room: nothing is guessed and nothing is dropped in silence. What cannot be
 * read is a {@link org.conversener.corpus.BadDataException} with file and line; what was repaired
 * or left out is counted and stands in {@code notices()}, which callers show to the user.
 *
 * <p>Traps: a line ends at {@code \n} only, and columns are parted by TAB or ASCII space only,
 * since U+0085, U+2028, U+00A0 and U+3000 occur inside the tokens of real corpora.
 */
@NullMarked
package org.conversener.corpus;

import org.jspecify.annotations.NullMarked;
