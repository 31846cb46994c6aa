package org.conversener.transfer;

import java.util.List;
import java.util.Locale;
import org.conversener.translation.LayerAttention;

/**
 * Which decoder layer's attention carries the features (option {@code --layer}; REFERENCE 4.6).
 *
 * @param kind how layers are chosen or joined
 * @param number the layer, counted from 1, if the kind is {@link Kind#NUMBER}, otherwise 0
 */
public record LayerChoice(Kind kind, int number) {
  /** The last layer. */
  public static final LayerChoice LAST = new LayerChoice(Kind.LAST, 0);

  /** How layers are chosen or joined. */
  public enum Kind {
    /** Decoder layer 1. */
    FIRST,
    /** The highest decoder layer. */
    LAST,
    /** One given layer. */
    NUMBER,
    /** The mean of all layers' attention. */
    MEAN,
    /** A softmax-weighted sum of all layers' attention, learned with the tagger. */
    MIX
  }

  /** Checks the number. */
  public LayerChoice {
    if (kind == Kind.NUMBER ? number < 1 : number != 0) {
      throw new IllegalArgumentException(
          "layer: expected a number from 1 on with " + Kind.NUMBER + " only, found " + number);
    }
  }

  /**
   * Reads {@code first}, {@code last}, {@code mean}, {@code mix}, or a layer's number.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static LayerChoice parse(String text) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.NUMBER && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
        return new LayerChoice(kind, 0);
      }
    }
    // At most nine digits, so that the number cannot overflow.
    if (text.matches("[1-9][0-9]{0,8}")) {
      return new LayerChoice(Kind.NUMBER, Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "layer: expected first, last, mean, mix or a number from 1 on, found '" + text + "'");
  }

  /** Whether one layer is meant, and not all of them joined. */
  public boolean isSingle() {
    return kind != Kind.MEAN && kind != Kind.MIX;
  }

  /**
   * The layer that is meant, from 1.
   *
   * @param layers how many the translator has, L
   * @throws IllegalArgumentException if the translator has fewer layers than asked for
   * @throws IllegalStateException if all layers are meant
   */
  public int resolve(int layers) {
    check(layers);
    return switch (kind) {
      case FIRST -> 1;
      case LAST -> layers;
      case NUMBER -> number;
      case MEAN, MIX -> throw new IllegalStateException(this + " is not one layer");
    };
  }

  /**
   * The attention that is meant: one layer's, or the mean, which says that it is one.
   *
   * @param layers the attention of all layers of one sentence, first to last
   * @throws IllegalArgumentException if there are fewer layers than asked for
   * @throws IllegalStateException if a mixture is meant, which is learned with a tagger
   */
  public LayerAttention of(List<LayerAttention> layers) {
    check(layers.size());
    return kind == Kind.MEAN ? LayerAttention.mean(layers) : layers.get(resolve(layers.size()) - 1);
  }

  /**
   * Checks that a translator has what is asked for.
   *
   * @throws IllegalArgumentException if it has not
   */
  public void check(int layers) {
    if (layers < 1) {
      throw new IllegalArgumentException(
          "layer: expected a translator with at least one layer, found " + layers);
    }
    if (number > layers) {
      throw new IllegalArgumentException(
          "layer "
              + number
              + ": the translator has "
              + layers
              + (layers == 1 ? " layer" : " layers")
              + "; choose one from 1 to "
              + layers
              + ", or first, last, mean, mix");
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return kind == Kind.NUMBER ? Integer.toString(number) : kind.name().toLowerCase(Locale.ROOT);
  }
}
