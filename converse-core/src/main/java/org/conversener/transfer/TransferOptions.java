package org.conversener.transfer;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.AttentionOptions.Eos;
import org.conversener.translation.AttentionOptions.Normalise;
import org.conversener.translation.AttentionOptions.Pooling;

/**
 * The choices of the transfer, all applied when knowledge is read.
 *
 * @param attention how attention between subwords becomes attention between words
 * @param layer which layer's attention is used
 * @param control what is put in the place of true transfer, to show how much of a gain is transfer
 */
public record TransferOptions(AttentionOptions attention, LayerChoice layer, Control control) {
  private static final String SOURCE_POOLING = "source-pooling";
  private static final String TARGET_POOLING = "target-pooling";
  private static final String EOS = "eos";
  private static final String SHIFT = "shift";
  private static final String NORMALISE = "normalise";
  private static final String LAYER = "layer";
  private static final String CONTROL = "carried-control";

  /** What the paper does, at the last layer. */
  public static final TransferOptions DEFAULT =
      new TransferOptions(AttentionOptions.DEFAULT, LayerChoice.LAST, Control.NONE);

  /** What is put in the place of true transfer. */
  public enum Control {
    /** Nothing: true transfer. */
    NONE,
    /** The features of another sentence. */
    SHUFFLED,
    /** The same share of every English word for every source word: no alignment. */
    UNIFORM,
    /** A teacher that was never trained; its caller makes the knowledge with one. */
    RANDOM_TEACHER,
    /** The teacher reads the source words themselves; see {@link IdentityTranslator}. */
    UNTRANSLATED
  }

  /** Checks that the choices go together. */
  public TransferOptions {
    if (control == Control.UNTRANSLATED && attention.shift() != 0) {
      throw new IllegalArgumentException(
          "carried-control untranslated: every word stands for itself, so there is no next"
              + " prediction to shift to; expected shift 0, found "
              + attention.shift());
    }
  }

  /** The choices by the names they have on the command line. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put(SOURCE_POOLING, nameOf(attention.sourcePooling()));
    map.put(TARGET_POOLING, nameOf(attention.targetPooling()));
    map.put(EOS, nameOf(attention.eos()));
    map.put(SHIFT, Integer.toString(attention.shift()));
    map.put(NORMALISE, nameOf(attention.normalise()));
    map.put(LAYER, layer.toString());
    map.put(CONTROL, nameOf(control));
    return map;
  }

  /**
   * Reads what {@link #toMap} writes; what is not named keeps its default.
   *
   * @throws IllegalArgumentException if a name or a value is not known; the message has the valid
   *     ones
   */
  public static TransferOptions fromMap(Map<String, String> map) {
    Map<String, String> all = DEFAULT.toMap();
    map.forEach(
        (name, value) -> {
          if (all.replace(name, value) == null) {
            throw new IllegalArgumentException(
                "there is no transfer option '"
                    + name
                    + "'; the options are "
                    + String.join(", ", all.keySet()));
          }
        });
    return new TransferOptions(
        new AttentionOptions(
            valueOf(all, SOURCE_POOLING, Pooling.values()),
            valueOf(all, TARGET_POOLING, Pooling.values()),
            valueOf(all, EOS, Eos.values()),
            shift(text(all, SHIFT)),
            valueOf(all, NORMALISE, Normalise.values())),
        LayerChoice.parse(text(all, LAYER)),
        valueOf(all, CONTROL, Control.values()));
  }

  private static int shift(String text) {
    if (!text.equals("0") && !text.equals("1")) {
      throw new IllegalArgumentException(SHIFT + ": expected 0 or 1, found '" + text + "'");
    }
    return text.equals("1") ? 1 : 0;
  }

  private static String text(Map<String, String> all, String name) {
    String value = all.get(name);
    if (value == null) {
      throw new IllegalArgumentException("transfer option " + name + ": there is no value");
    }
    return value;
  }

  private static <E extends Enum<E>> E valueOf(Map<String, String> all, String name, E[] values) {
    String text = text(all, name);
    StringBuilder names = new StringBuilder();
    for (E value : values) {
      if (nameOf(value).equals(text)) {
        return value;
      }
      names.append(names.isEmpty() ? "" : ", ").append(nameOf(value));
    }
    throw new IllegalArgumentException(
        name + ": expected one of " + names + ", found '" + text + "'");
  }

  private static String nameOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
