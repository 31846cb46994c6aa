package org.conversener.cli.demo.world;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A word or phrase of one language as the lexicon gives it: its base form and what is irregular.
 *
 * @param base the base form (Spanish nouns with two genders: the masculine)
 * @param irregular forms that differ from the regular ones, by the form's name
 * @param gender the gender of a Spanish noun; null where the word has none or both
 * @param feminine the feminine of a Spanish noun with two genders; null otherwise
 */
record Lexeme(
    String base,
    Map<String, String> irregular,
    @Nullable Gender gender,
    @Nullable String feminine) {

  /** Reads a field such as {@code minister}, {@code pez m pl=peces} or {@code juez/jueza}. */
  static Lexeme parse(String field, boolean spanishNoun) {
    Map<String, String> irregular = new LinkedHashMap<>();
    StringBuilder base = new StringBuilder();
    Gender gender = null;
    for (String token : field.split(" +", -1)) {
      int equals = token.indexOf('=');
      if (equals > 0) {
        irregular.put(token.substring(0, equals), token.substring(equals + 1));
      } else if (spanishNoun && (token.equals("m") || token.equals("f"))) {
        gender = Gender.of(token);
      } else {
        base.append(base.isEmpty() ? "" : " ").append(token);
      }
    }
    int slash = base.indexOf("/");
    return slash < 0
        ? new Lexeme(base.toString(), irregular, gender, null)
        : new Lexeme(base.substring(0, slash), irregular, gender, base.substring(slash + 1));
  }
}
