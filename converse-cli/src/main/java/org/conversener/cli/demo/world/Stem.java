package org.conversener.cli.demo.world;

/**
 * The part of a name that is its own: a family name, a place, a brand.
 *
 * @param english its English spelling
 * @param spanish its Spanish spelling
 * @param chinese its Chinese characters
 */
record Stem(String english, String spanish, String chinese) {
  String in(Language language) {
    return new Trilingual<>(english, spanish, chinese).in(language);
  }
}
