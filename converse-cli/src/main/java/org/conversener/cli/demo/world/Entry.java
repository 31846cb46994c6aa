package org.conversener.cli.demo.world;

/**
 * A filler word in all languages.
 *
 * @param category its category, such as {@code noun.event}
 * @param lexemes the word by language
 */
record Entry(String category, Trilingual<Lexeme> lexemes) {
  Lexeme in(Language language) {
    return lexemes.in(language);
  }

  /** The part of speech or sort of phrase: the category up to its dot. */
  String partOfSpeech() {
    int dot = category.indexOf('.');
    return dot < 0 ? category : category.substring(0, dot);
  }
}
