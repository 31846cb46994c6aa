package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The filler words of {@code lexicon.txt}, by category. */
final class Lexicon {
  private final Map<String, List<Entry>> byCategory = new LinkedHashMap<>();

  private Lexicon() {}

  static Lexicon read() {
    Lexicon lexicon = new Lexicon();
    for (String line : Resources.lines("lexicon.txt")) {
      String[] fields = Resources.fields(line, 4);
      Trilingual<Lexeme> lexemes =
          new Trilingual<>(
              Lexeme.parse(fields[1], false),
              Lexeme.parse(fields[2], fields[0].startsWith("noun.")),
              Lexeme.parse(fields[3], false));
      lexicon
          .byCategory
          .computeIfAbsent(fields[0], c -> new ArrayList<>())
          .add(new Entry(fields[0], lexemes));
    }
    return lexicon;
  }

  /**
   * The entries of the categories, which are separated by bars.
   *
   * @throws IllegalArgumentException if a category is unknown
   */
  List<Entry> entries(String categories) {
    List<Entry> entries = new ArrayList<>();
    for (String category : categories.split("\\|", -1)) {
      List<Entry> found = byCategory.get(category);
      if (found == null) {
        throw new IllegalArgumentException("the lexicon has no category " + category);
      }
      entries.addAll(found);
    }
    return entries;
  }

  /** All entries. */
  List<Entry> all() {
    return byCategory.values().stream().flatMap(List::stream).toList();
  }
}
