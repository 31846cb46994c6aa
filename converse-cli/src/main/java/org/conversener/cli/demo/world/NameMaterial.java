package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code names.txt} holds. */
final class NameMaterial {
  /** A name that is also a common word; its gender is that of a given name. */
  record Word(String sort, NameList list, Gender gender, Stem stem) {}

  /** A way to make a name of a stem, with "*" for the stem in each language. */
  record Pattern(String type, String kind, Trilingual<String> forms) {}

  /** A word of an agency's name and its one-character form in Chinese. */
  record AgencyWord(String english, String spanish, String chinese, String chineseShort) {}

  final List<Word> words = new ArrayList<>();
  final List<Pattern> patterns = new ArrayList<>();
  final Map<String, List<AgencyWord>> agencyWords = new LinkedHashMap<>();
  final Map<String, String> syllables = new LinkedHashMap<>();
  final Map<String, Map<String, String>> suffixes = new LinkedHashMap<>();

  private NameMaterial() {}

  static NameMaterial read() {
    NameMaterial material = new NameMaterial();
    Resources.lines("names.txt").forEach(material::add);
    return material;
  }

  private void add(String line) {
    String[] head = line.split("\\s*\\|\\s*", -1)[0].split(" ", -1);
    switch (head[0]) {
      case "given", "family", "company" -> {
        String[] f = Resources.fields(line, 3);
        Gender gender = head[0].equals("given") ? Gender.of(head[2]) : Gender.MASCULINE;
        words.add(new Word(head[0], NameList.valueOf(head[1]), gender, new Stem(f[1], f[1], f[2])));
      }
      case "place" -> {
        String[] f = Resources.fields(line, 4);
        Stem stem = new Stem(f[1], f[2], f[3]);
        words.add(new Word("place", NameList.valueOf(head[1]), Gender.MASCULINE, stem));
      }
      case "pattern" -> {
        String[] f = Resources.fields(line, 4);
        Trilingual<String> forms = new Trilingual<>(f[1], f[2], f[3]);
        patterns.add(new Pattern(head[1], head[2], forms));
      }
      case "scope", "field", "head" -> {
        String[] f = Resources.fields(line, 5);
        agencyWords
            .computeIfAbsent(head[0], k -> new ArrayList<>())
            .add(new AgencyWord(f[1], f[2], f[3], f[4]));
      }
      case "syllables" -> addPairs(head, 1, syllables);
      case "suffix" ->
          addPairs(head, 2, suffixes.computeIfAbsent(head[1], k -> new LinkedHashMap<>()));
      default -> throw new IllegalStateException("names.txt has an unknown line: " + line);
    }
  }

  private static void addPairs(String[] tokens, int from, Map<String, String> pairs) {
    for (int i = from; i < tokens.length; i += 2) {
      pairs.put(tokens[i], tokens[i + 1]);
    }
  }

  /** The stems of the common words of this sort in a list. */
  List<Stem> stems(String sort, NameList list) {
    return words.stream()
        .filter(w -> w.sort().equals(sort) && w.list() == list)
        .map(Word::stem)
        .toList();
  }

  /** The patterns for a kind of name. */
  List<Pattern> patterns(String type, String kind) {
    return patterns.stream().filter(p -> p.type().equals(type) && p.kind().equals(kind)).toList();
  }
}
