package org.conversener.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.conversener.transfer.TransferOptions;
import org.jspecify.annotations.Nullable;

/**
 * A system in a comparison.
 *
 * @param name as in tables: {@code baseline}, {@code can-LAYER}, {@code control-KIND} or {@code
 *     gloss}
 * @param transfer what it carries, or null for the baseline
 */
public record SystemSpec(String name, @Nullable TransferOptions transfer) {
  private static final String CAN = "can-";
  private static final String CONTROL = "control-";
  private static final String GLOSS = "gloss";

  /** True transfer under the name of a control: no system. */
  private static final String NO_CONTROL = "control-none";

  /**
   * The system of a name: {@code baseline}; {@code can-first}, {@code can-last}, {@code can-N},
   * {@code can-mean}, {@code can-mix}; {@code control-shuffled}, {@code control-uniform}, {@code
   * control-random-teacher}, {@code control-untranslated}, which use the last layer; {@code gloss},
   * a CAN tagger whose translator is the gloss translator, which has one layer.
   *
   * @param base the other options of the transfer
   * @throws IllegalArgumentException if there is no such system
   */
  public static SystemSpec parse(String name, TransferOptions base) {
    if (name.equals("baseline")) {
      return new SystemSpec(name, null);
    }
    Map<String, String> options = new LinkedHashMap<>(base.toMap());
    if (name.startsWith(CAN)) {
      options.put("layer", name.substring(CAN.length()));
    } else if (name.startsWith(CONTROL) && !name.equals(NO_CONTROL)) {
      options.put("carried-control", name.substring(CONTROL.length()));
    } else if (name.equals(GLOSS)) {
      options.put("layer", "last");
    } else {
      throw new IllegalArgumentException(
          "system: expected baseline, can-first, can-last, can-N, can-mean, can-mix,"
              + " control-shuffled, control-uniform, control-random-teacher,"
              + " control-untranslated or gloss; found \""
              + name
              + "\"");
    }
    try {
      return new SystemSpec(name, TransferOptions.fromMap(options));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("system \"" + name + "\": " + e.getMessage(), e);
    }
  }

  /** Whether it translates with the gloss translator. */
  public boolean isGloss() {
    return name.equals(GLOSS);
  }

  /** Whether it is a control, which ought not to gain anything. */
  public boolean isControl() {
    return name.startsWith(CONTROL);
  }
}
