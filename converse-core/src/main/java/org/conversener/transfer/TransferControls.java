package org.conversener.transfer;

import java.util.Arrays;
import java.util.List;
import org.conversener.translation.AttentionOptions.Normalise;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.WordMatrix;

/** What the negative controls do to the attention between words. */
final class TransferControls {
  private TransferControls() {}

  /**
   * The attention as a control wants it. {@code shuffled}: row i is row i modulo the partner's
   * length. {@code uniform}: every English word gives each source word the same, {@code 1/m}; with
   * rows normalised that is {@code 1/n}. The others leave it alone: they differ in who made the
   * knowledge.
   *
   * @param attention of the sentence, or for {@code shuffled} of its partner
   * @param words the words of the sentence, m
   */
  static LayerAttention apply(
      TransferOptions options, LayerAttention attention, List<String> words) {
    return switch (options.control()) {
      case NONE, RANDOM_TEACHER, UNTRANSLATED -> attention;
      case SHUFFLED ->
          new LayerAttention(
              words, attention.target(), repeatRows(attention.weights(), words.size()));
      case UNIFORM ->
          new LayerAttention(
              attention.source(),
              attention.target(),
              uniform(attention.weights(), options.attention().normalise() == Normalise.ROWS));
    };
  }

  private static WordMatrix repeatRows(WordMatrix attention, int rows) {
    int columns = attention.columns();
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(
          attention.values(), i % attention.rows() * columns, values, i * columns, columns);
    }
    return new WordMatrix(attention.layer(), rows, columns, values);
  }

  private static WordMatrix uniform(WordMatrix attention, boolean isByRows) {
    float[] values = new float[attention.values().length];
    Arrays.fill(values, 1f / (isByRows ? attention.columns() : attention.rows()));
    return new WordMatrix(attention.layer(), attention.rows(), attention.columns(), values);
  }
}
