/**
 * BERT (Devlin et al. 2019), frozen: a directory in Hugging Face's layout in, vectors of words out.
 * Knows of no tagging; {@code embedding} makes features of it.
 *
 * <p>Flow: {@link org.conversener.bert.Bert#open} reads {@code config.json} and {@code
 * tokenizer_config.json} ({@link org.conversener.bert.BertConfig}), {@code vocab.txt} and {@code
 * model.safetensors} ({@link org.conversener.bert.BertEncoder}). {@link
 * org.conversener.bert.Bert#rowsOfAll} cuts words into pieces, the pieces into windows the network
 * has positions for ({@link org.conversener.bert.BertWindows}), reads the windows side by side
 * ({@link org.conversener.bert.WindowReading}) and takes each word's vector from where it has most
 * context. {@link org.conversener.bert.BertImport} makes such a directory from what TensorFlow
 * wrote.
 *
 * <p>Traps: a sentence's vectors are the same to the last bit whatever stands beside it, which
 * every operation here must respect: products are {@link org.conversener.tensor.SteadyLinear}'s,
 * attention is computed window by window, and element-wise functions see whole vectors only;
 * weights are outside of all scopes, and of a network's parameters, until the BERT is closed.
 */
@NullMarked
package org.conversener.bert;

import org.jspecify.annotations.NullMarked;
