/**
 * Parallel text made from parallel text, so that a translator learns to carry names over: a small
 * corpus shows few names, each seldom, and the translator drops what it does not know. Works on
 * text and needs no model. Beside it, labelled sentences made from labelled sentences, so that a
 * tagger also reads translations.
 *
 * <p>The flow: {@link org.conversener.augmentation.WordScanner} finds the words of a text, {@link
 * org.conversener.augmentation.CaseStatistics} counts who is written with a capital inside
 * sentences, {@link org.conversener.augmentation.SlotFinder} finds the places of a pair where a
 * name stands exactly once on both sides, {@link org.conversener.augmentation.NameTable} is what
 * all pairs, lexicons and lists gave ({@link org.conversener.augmentation.NameLearner}; {@link
 * org.conversener.augmentation.LexiconCheck} drops what the pairs contradict). {@link
 * org.conversener.augmentation.NameDraw} draws from it, or makes names up ({@link
 * org.conversener.augmentation.MadeUpNames}); {@link org.conversener.augmentation.NameSwap} and
 * {@link org.conversener.augmentation.CopyPairs} make pairs with what was drawn. {@link
 * org.conversener.augmentation.Augmentation} is the front. Labelled sentences have a front of their
 * own, {@link org.conversener.augmentation.SentenceCopies}.
 *
 * <p>Traps: nothing is tokenised, since the text around a name has to stay byte for byte; places
 * are UTF-16 units of the text as it was read. A capital at the start of a sentence says nothing;
 * in German nor does one inside, so that the English side has to agree. What is drawn depends on
 * the seed, the purpose and the number of the pair, never on what was drawn before.
 */
@NullMarked
package org.conversener.augmentation;

import org.jspecify.annotations.NullMarked;
