package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A language of the demo world. */
public enum Language {
  EN,
  ES,
  ZH;

  /** The two-letter code, such as {@code es}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The low-resource language with this code.
   *
   * @throws IllegalArgumentException if it is neither {@code es} nor {@code zh}
   */
  public static Language source(String code) {
    return switch (code) {
      case "es" -> ES;
      case "zh" -> ZH;
      default ->
          throw new IllegalArgumentException(
              "the demo world has the source languages es and zh; found \"" + code + "\"");
    };
  }

  /** The words of a text with spaces between them; in Chinese every character is a word. */
  List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String chunk : text.strip().split(" +", -1)) {
      if (this == ZH) {
        chunk.codePoints().forEach(c -> words.add(Character.toString(c)));
      } else if (!chunk.isEmpty()) {
        words.add(chunk);
      }
    }
    return words;
  }
}
