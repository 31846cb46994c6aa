package org.conversener.cli.demo.world;

/** Regular English inflection; the lexicon gives what is irregular. */
final class EnglishInflection {
  private EnglishInflection() {}

  static String noun(Lexeme noun, boolean plural) {
    return plural ? noun.irregular().getOrDefault("pl", withS(noun.base())) : noun.base();
  }

  /**
   * A form of a verb.
   *
   * @param form base, past, part (past participle), s (third person) or ing
   */
  static String verb(Lexeme verb, String form) {
    String base = verb.base();
    String regular =
        switch (form) {
          case "base" -> base;
          case "past", "part" -> base.endsWith("e") ? base + "d" : base + "ed";
          case "s" -> withS(base);
          case "ing" -> (base.endsWith("e") ? base.substring(0, base.length() - 1) : base) + "ing";
          default -> throw new IllegalArgumentException("no English verb form " + form);
        };
    return verb.irregular().getOrDefault(form, regular);
  }

  private static String withS(String word) {
    return word.matches(".*(s|x|ch|sh)") ? word + "es" : word + "s";
  }
}
