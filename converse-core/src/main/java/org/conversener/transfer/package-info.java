/**
 * The transfer itself: what the English teacher makes of a sentence's translation, brought back to
 * the source words by the translator's attention.
 *
 * <p>In flow order: a {@link org.conversener.transfer.KnowledgeMaker} translates a sentence and
 * lets the {@link org.conversener.transfer.Teacher} read the translation, which gives its {@link
 * org.conversener.transfer.Knowledge}; a {@link org.conversener.transfer.KnowledgeStore} (on disk)
 * or {@link org.conversener.transfer.KnowledgeCache} (in memory) keeps it, since translator and
 * teacher are frozen; {@link org.conversener.transfer.ConverseAttention} is {@code T = A·R}; {@link
 * org.conversener.transfer.CarriedFeatures} offers T to a tagger as features of its words.
 *
 * <p>Every choice of {@link org.conversener.transfer.TransferOptions} is applied to knowledge when
 * it is read, so changing one never translates again.
 *
 * <p>Traps: columns of A (English words) carry the mass, rows do not sum to 1; an empty translation
 * has no columns at all and gives rows of zeros; the identity of a teacher and a translator must
 * change with everything their answers depend on, for it is part of the store's key.
 *
 * <p>Not here: the training of taggers, translators and teachers, and the command line.
 */
@NullMarked
package org.conversener.transfer;

import org.jspecify.annotations.NullMarked;
