package org.conversener.cli.demo.world;

/**
 * What articles, adjectives, verbs and pronouns agree with.
 *
 * @param gender the gender of the Spanish word, or of the person
 * @param plural whether it is plural
 * @param definite whether a definite article goes before it: always for nouns, for names only where
 *     the name brings one along
 * @param masculineArticle whether its singular takes the masculine article against its gender, as
 *     "el ancla"
 */
record Referent(Gender gender, boolean plural, boolean definite, boolean masculineArticle) {
  static final Referent NONE = new Referent(Gender.MASCULINE, false, false, false);

  boolean feminine() {
    return gender == Gender.FEMININE;
  }

  /** The gender of the article. */
  Gender articleGender() {
    return masculineArticle && !plural ? Gender.MASCULINE : gender;
  }
}
