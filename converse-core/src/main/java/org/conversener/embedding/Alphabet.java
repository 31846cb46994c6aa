package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;

/** The characters (code points) of a training text, numbered. */
public final class Alphabet {
  /** The number of padding. */
  static final int PAD = 0;

  /** The number of every character that is not in the alphabet. */
  static final int UNKNOWN = 1;

  private static final String FILE = "chars.vocab";

  /** A character that occurs at most this often in training is rare. */
  private static final int RARE = 10;

  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<Integer> characters;
  private final Set<Integer> rare = new HashSet<>();

  private Alphabet(List<Integer> characters) {
    this.characters = List.copyOf(characters);
    for (int i = 0; i < characters.size(); i++) {
      numbers.put(characters.get(i), i + 2);
    }
  }

  /** The characters of a corpus, in the order of their code points. */
  public static Alphabet of(List<Sentence> corpus) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (Sentence sentence : corpus) {
      for (String word : sentence.words()) {
        word.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
      }
    }
    Alphabet alphabet = new Alphabet(new ArrayList<>(counts.keySet()));
    counts.forEach(
        (character, count) -> {
          if (count <= RARE) {
            alphabet.rare.add(alphabet.number(character));
          }
        });
    return alphabet;
  }

  /** How many numbers there are, padding and unknown included. */
  int size() {
    return characters.size() + 2;
  }

  /** The number of a character. */
  int number(int character) {
    return numbers.getOrDefault(character, UNKNOWN);
  }

  /** Whether the character of this number was rare in training; never true after loading. */
  boolean isRare(int number) {
    return rare.contains(number);
  }

  /** Writes {@code chars.vocab}: a code point a line, as U+ and hexadecimal digits. */
  void write(Path directory) throws IOException {
    Lines.write(
        directory.resolve(FILE),
        characters.stream().map(c -> String.format(java.util.Locale.ROOT, "U+%04X", c)).toList());
  }

  /** Reads {@code chars.vocab}. */
  static Alphabet read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    List<Integer> characters = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (String line : Lines.read(file)) {
      boolean isCodePoint =
          line.matches("U\\+[0-9A-F]{4,6}")
              && Character.isValidCodePoint(Integer.parseInt(line.substring(2), 16));
      if (!isCodePoint || !seen.add(Integer.parseInt(line.substring(2), 16))) {
        throw new CorruptFileException(
            file,
            "line "
                + (characters.size() + 1)
                + ": expected a new code point as U+XXXX, found "
                + line);
      }
      characters.add(Integer.parseInt(line.substring(2), 16));
    }
    return new Alphabet(characters);
  }
}
