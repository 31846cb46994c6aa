/**
 * Scores: entities by conlleval's rules, translations by BLEU, alignments by AER, and whether a
 * difference is noise.
 *
 * <p>{@link org.conversener.evaluation.SpanF1} compares tag sequences and gives a {@link
 * org.conversener.evaluation.SpanEvaluation}; {@link org.conversener.evaluation.Bleu} compares
 * translations; {@link org.conversener.evaluation.AlignmentErrorRate} compares links between words;
 * {@link org.conversener.evaluation.Significance} and {@link org.conversener.evaluation.Statistics}
 * say what a difference is worth. Pure Java without dependencies: no files, no models; numbers
 * leave it as records, or as maps for any JSON writer.
 *
 * <p>Traps: all scores are in percent. Tags of any scheme are read as BIO first (E and L as I, S
 * and U as B); to score BIOES with the original script makes two entities {@code S-LOC S-LOC} one.
 * AER is an error: the lower, the better. Where gold has many possible links, AER rewards
 * alignments with few links (Fraser and Marcu 2007): read it beside precision and recall.
 */
@NullMarked
package org.conversener.evaluation;

import org.jspecify.annotations.NullMarked;
