package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.List;

/** Writes names in all languages. */
final class NameForms {
  private static final String STEM = "stem";
  private static final String HEAD = "head";

  private NameForms() {}

  /** One surface from a pattern such as {@code (la) Universidad de *} in each language. */
  static Trilingual<NameForm> ofPattern(Trilingual<String> pattern, Stem stem) {
    // A head that English leaves out ("Velko", Velko gongsi) means what the stem means.
    String headKey = pattern.english().equals("*") ? STEM : HEAD;
    return Trilingual.of(
        language -> {
          String form = pattern.in(language);
          int close = form.indexOf(')');
          String article = close < 0 ? "" : form.substring(1, close);
          int star = form.indexOf('*');
          List<NameForm.Part> parts = new ArrayList<>();
          addPart(parts, language, headKey, form.substring(close + 1, star));
          addPart(parts, language, STEM, stem.in(language));
          addPart(parts, language, headKey, form.substring(star + 1));
          return new NameForm(parts, article);
        });
  }

  /** A person, with the given name or without. */
  static Trilingual<NameForm> ofPerson(Stem given, Stem family, boolean full) {
    return Trilingual.of(
        language -> {
          List<NameForm.Part> parts = new ArrayList<>();
          if (full) {
            String dot = language == Language.ZH ? "·" : "";
            addPart(parts, language, "given", given.in(language) + dot);
          }
          addPart(parts, language, STEM, family.in(language));
          return new NameForm(parts, "");
        });
  }

  /** An agency with its full name: World Grain Council, el Consejo Mundial de Granos. */
  static Trilingual<NameForm> ofAgency(
      NameMaterial.AgencyWord scope, NameMaterial.AgencyWord field, NameMaterial.AgencyWord head) {
    List<NameForm.Part> english = new ArrayList<>();
    addPart(english, Language.EN, "scope", scope.english());
    addPart(english, Language.EN, "field", field.english());
    addPart(english, Language.EN, HEAD, head.english());
    List<NameForm.Part> spanish = new ArrayList<>();
    addPart(spanish, Language.ES, HEAD, spanishHead(head));
    addPart(spanish, Language.ES, "scope", scope.spanish());
    addPart(spanish, Language.ES, "field", "de " + field.spanish());
    List<NameForm.Part> chinese = new ArrayList<>();
    addPart(chinese, Language.ZH, "scope", scope.chinese());
    addPart(chinese, Language.ZH, "field", field.chinese());
    addPart(chinese, Language.ZH, HEAD, head.chinese());
    return new Trilingual<>(
        new NameForm(english, "the"),
        new NameForm(spanish, spanishArticle(head)),
        new NameForm(chinese, ""));
  }

  /** An agency by its acronym, whose letters follow the order of the words of the language. */
  static Trilingual<NameForm> ofAcronym(
      NameMaterial.AgencyWord scope, NameMaterial.AgencyWord field, NameMaterial.AgencyWord head) {
    String english = initials(scope.english(), field.english(), head.english());
    String spanish = initials(spanishHead(head), scope.spanish(), field.spanish());
    String chinese = scope.chineseShort() + field.chineseShort() + head.chineseShort();
    return new Trilingual<>(
        new NameForm(List.of(new NameForm.Part(STEM, List.of(english))), "the"),
        new NameForm(List.of(new NameForm.Part(STEM, List.of(spanish))), spanishArticle(head)),
        new NameForm(List.of(new NameForm.Part(STEM, Language.ZH.words(chinese))), ""));
  }

  private static String initials(String... words) {
    StringBuilder initials = new StringBuilder();
    for (String word : words) {
      initials.append(SpanishInflection.withoutAccents(word.substring(0, 1)));
    }
    return initials.toString();
  }

  private static String spanishHead(NameMaterial.AgencyWord head) {
    return head.spanish().substring(head.spanish().indexOf(' ') + 1);
  }

  private static String spanishArticle(NameMaterial.AgencyWord head) {
    return head.spanish().substring(1, head.spanish().indexOf(')'));
  }

  private static void addPart(
      List<NameForm.Part> parts, Language language, String key, String text) {
    if (!text.isBlank()) {
      parts.add(new NameForm.Part(key, language.words(text)));
    }
  }
}
