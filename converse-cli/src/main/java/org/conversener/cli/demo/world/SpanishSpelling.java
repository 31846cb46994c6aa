package org.conversener.cli.demo.world;

import java.util.LinkedHashMap;
import java.util.Map;

/** How invented names are respelled in Spanish: by rule, so that an unseen one can be guessed. */
final class SpanishSpelling {
  private static final Map<String, String> PLACE_RULES = new LinkedHashMap<>();

  static {
    PLACE_RULES.put("burg$", "burgo");
    PLACE_RULES.put("land$", "landia");
    PLACE_RULES.put("stan$", "stán");
    PLACE_RULES.put("ville$", "villa");
    PLACE_RULES.put("ton$", "tonia");
    PLACE_RULES.put("ford$", "fordo");
    PLACE_RULES.put("grad$", "grado");
    PLACE_RULES.put("th", "t");
    PLACE_RULES.put("sh", "s");
    PLACE_RULES.put("k([ei])", "qu$1");
    PLACE_RULES.put("k", "c");
    PLACE_RULES.put("z([ei])", "c$1");
  }

  private SpanishSpelling() {}

  /** The Spanish form of an English place name, as London is Londres. */
  static String place(String english) {
    String spanish = english.toLowerCase(java.util.Locale.ROOT);
    for (Map.Entry<String, String> rule : PLACE_RULES.entrySet()) {
      spanish = spanish.replaceAll(rule.getKey(), rule.getValue());
    }
    return Character.toUpperCase(spanish.charAt(0)) + spanish.substring(1);
  }

  /**
   * The Spanish form of a name of a person: the same, with the accent that English newswire leaves
   * out (-ez and -es words stressed before the last syllable, -on, -in, -an on the last).
   */
  static String person(String english) {
    if (english.endsWith("ez")) {
      int vowel = english.length() - 3;
      while (vowel >= 0 && "aeiou".indexOf(english.charAt(vowel)) < 0) {
        vowel--;
      }
      return vowel < 0 ? english : accented(english, vowel);
    }
    return english.matches(".*[^aeiou][aio]n") && !english.endsWith("son")
        ? accented(english, english.length() - 2)
        : english;
  }

  private static String accented(String word, int vowel) {
    int kind = "aeiou".indexOf(word.charAt(vowel));
    return word.substring(0, vowel) + "áéíóú".charAt(kind) + word.substring(vowel + 1);
  }
}
