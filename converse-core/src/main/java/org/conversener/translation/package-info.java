/**
 * Translation into English with attention that can be read: a {@link
 * org.conversener.translation.Translator} turns a sentence's words into a {@link
 * org.conversener.translation.Translation}, the English words and, for every decoder layer, how
 * much of each source subword went into each English subword. {@link
 * org.conversener.translation.WordAttention} gathers that into a {@link
 * org.conversener.translation.LayerAttention} between words for each layer, of which {@link
 * org.conversener.translation.AttentionAligner} makes links. Knows nothing of entities.
 *
 * <p>The convolutional translator is Gehring et al. 2017 as fairseq built it: {@link
 * org.conversener.translation.ConvEncoder}, {@link org.conversener.translation.ConvDecoder}, {@link
 * org.conversener.translation.BeamSearch}. The attention of every layer is recorded during the
 * search; one pass over the finished translation gives the same numbers, since the decoder never
 * looks ahead.
 *
 * <p>{@link org.conversener.translation.FairseqImport} makes one of a checkpoint of fairseq. How
 * tokens were written for it (entities, cut hyphens) shows in its dictionaries, which is why {@link
 * org.conversener.translation.Subwords} asks the vocabularies.
 *
 * <p>The gloss translator ({@link org.conversener.translation.GlossTranslator}) goes word for word
 * by a table. {@link org.conversener.translation.GlossTrainer} learns it from the links that {@link
 * org.conversener.translation.WordAligner} finds in parallel text; the aligner numbers no words
 * itself, so that it serves for subwords as well.
 *
 * <p>Traps: attention columns belong to the subword that was predicted there, not to the one that
 * was read ({@link org.conversener.translation.AttentionOptions#shift} takes the next column); both
 * axes hold an end-of-sentence; what the translator learned limits how long a sentence it can read,
 * so longer ones are translated in windows.
 */
@NullMarked
package org.conversener.translation;

import org.jspecify.annotations.NullMarked;
