/**
 * Models of Flair (0.2 to 0.15) as Converse's own: its sequence taggers of static word vectors and
 * character language models, and these language models by themselves. Not here: reading the
 * container and the pickle in it, which is {@code torchfile}, and Flair's other embeddings and
 * models, which are refused by name.
 *
 * <p>Flow: {@link org.conversener.flair.FlairImport#read} opens a {@link
 * org.conversener.flair.FlairFile} and tells taggers from language models. A {@link
 * org.conversener.flair.FlairLanguageModel} renumbers the characters of a {@link
 * org.conversener.flair.FlairDictionary}; a {@link org.conversener.flair.FlairTagger} reads the
 * embeddings in a {@link org.conversener.flair.FlairStack}, word vectors among them as {@link
 * org.conversener.flair.FlairVectors}, and the tags as {@link org.conversener.flair.FlairTags}.
 * Every tensor is taken from {@link org.conversener.flair.FlairWeights} under its name, with the
 * shape it must have, and none may be left over: a part of a network that Converse lacks is an
 * error, never left out.
 *
 * <p>Traps: Flair puts embeddings side by side in the order of their names, not of the list they
 * stand in. Its transitions are stored [to][from], with START and STOP as rows and columns of the
 * same matrix. Its LSTMs have two biases. Word vectors stay in single precision, where those of
 * Converse's own models are halved, so that the tags are Flair's.
 */
@NullMarked
package org.conversener.flair;

import org.jspecify.annotations.NullMarked;
