package org.conversener.cli.demo.world;

import java.text.Normalizer;

/** Regular Spanish inflection; the lexicon gives what is irregular. */
final class SpanishInflection {
  private SpanishInflection() {}

  /** A noun; one with two genders takes the given one. */
  static String noun(Lexeme noun, Referent referent) {
    String feminine = noun.feminine();
    if (feminine != null && referent.feminine()) {
      return referent.plural() ? plural(feminine) : feminine;
    }
    return referent.plural()
        ? noun.irregular().getOrDefault("pl", plural(noun.base()))
        : noun.base();
  }

  /** An adjective: -o becomes -a, others keep their form unless the lexicon has a feminine. */
  static String adjective(Lexeme adjective, Referent referent) {
    String base = adjective.base();
    if (referent.feminine()) {
      String regular = base.endsWith("o") ? base.substring(0, base.length() - 1) + "a" : base;
      base = adjective.irregular().getOrDefault("f", regular);
    }
    return referent.plural() ? adjective.irregular().getOrDefault("pl", plural(base)) : base;
  }

  /**
   * A third-person form of a verb.
   *
   * @param form pret (preterite), pres, fut, inf or part (participle, agrees with the subject)
   */
  static String verb(Lexeme verb, String form, Referent subject) {
    String infinitive = verb.base();
    String stem = infinitive.substring(0, infinitive.length() - 2);
    boolean isAr = infinitive.endsWith("ar");
    boolean plural = subject.plural();
    if (form.equals("part")) {
      String participle = verb.irregular().getOrDefault("part", stem + (isAr ? "ado" : "ido"));
      return adjective(Lexeme.parse(participle, false), subject);
    }
    String regular =
        switch (form) {
          case "inf" -> infinitive;
          case "pret" -> stem + (isAr ? (plural ? "aron" : "ó") : plural ? "ieron" : "ió");
          case "pres" -> stem + (isAr ? "a" : "e") + (plural ? "n" : "");
          case "fut" -> infinitive + (plural ? "án" : "á");
          default -> throw new IllegalArgumentException("no Spanish verb form " + form);
        };
    return verb.irregular().getOrDefault(plural ? form + ".pl" : form, regular);
  }

  /** The plural: -s after a vowel, -es after a consonant, -z to -ces, no accent on -ión, -ón. */
  static String plural(String singular) {
    char last = singular.charAt(singular.length() - 1);
    if ("aeioué".indexOf(last) >= 0) {
      return singular + "s";
    }
    if (last == 'z') {
      return singular.substring(0, singular.length() - 1) + "ces";
    }
    // The stress stays where it was, so an accent on the last vowel is no longer written.
    String stressedEnd = singular.replaceAll("([áéíóú])([ns])$", "\u0000$1$2");
    int mark = stressedEnd.indexOf('\u0000');
    return mark < 0
        ? singular + "es"
        : singular.substring(0, mark) + withoutAccents(singular.substring(mark)) + "es";
  }

  /** The text without acute accents; ñ stays. */
  static String withoutAccents(String text) {
    return Normalizer.normalize(
        Normalizer.normalize(text, Normalizer.Form.NFD).replace("\u0301", ""), Normalizer.Form.NFC);
  }

  /**
   * A word that agrees: el (definite article), un (indefinite), del and al (preposition and
   * article), lo (object pronoun).
   *
   * @return the words, empty where the referent takes no article
   */
  static String agreeing(String word, Referent referent) {
    boolean feminine = referent.articleGender() == Gender.FEMININE;
    String article = referent.plural() ? (feminine ? "las" : "los") : feminine ? "la" : "el";
    return switch (word) {
      case "el" -> referent.definite() ? article : "";
      case "un" -> referent.plural() ? (feminine ? "unas" : "unos") : feminine ? "una" : "un";
      case "del" -> contracted("de", article, referent);
      case "al" -> contracted("a", article, referent);
      case "lo" -> referent.plural() ? article : referent.feminine() ? "la" : "lo";
      case "mr" -> referent.feminine() ? "la señora" : "el señor";
      default -> throw new IllegalArgumentException("no agreeing Spanish word " + word);
    };
  }

  private static String contracted(String preposition, String article, Referent referent) {
    if (!referent.definite()) {
      return preposition;
    }
    return article.equals("el") ? preposition + "l" : preposition + " " + article;
  }
}
