package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.conversener.tensor.CorruptFileException;

/**
 * The characters a language model knows, numbered from 1 in the order of their code points; 0 is
 * {@code <unk>}, which stands for all others. Line feed and space always belong to it, if it was
 * made of text. Immutable.
 */
public final class CharacterVocabulary {
  /** The number of every character that is not in the vocabulary. */
  public static final int UNKNOWN = 0;

  private static final String UNKNOWN_NAME = "<unk>";
  private static final String CODE_POINT = "U\\+[0-9A-F]{4,6}";

  /** Ascending; the number of a character is its place here plus one. */
  private final int[] codePoints;

  private CharacterVocabulary(int[] codePoints) {
    this.codePoints = codePoints;
  }

  /**
   * The characters of some lines.
   *
   * @param minimumCount rarer ones are unknown, so that the model learns what unknown ones look
   *     like
   */
  public static CharacterVocabulary of(List<String> lines, int minimumCount) {
    // 4.5 MB, for as long as this takes: quicker than a map, and nothing is boxed.
    int[] counts = new int[Character.MAX_CODE_POINT + 1];
    for (String line : lines) {
      for (int i = 0; i < line.length(); ) {
        int c = line.codePointAt(i);
        counts[c] = Math.min(counts[c], Integer.MAX_VALUE - 1) + 1;
        i += Character.charCount(c);
      }
    }
    counts['\n'] = Integer.MAX_VALUE;
    counts[' '] = Integer.MAX_VALUE;
    int[] kept = new int[counts.length];
    int size = 0;
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] >= Math.max(1, minimumCount)) {
        kept[size++] = c;
      }
    }
    return new CharacterVocabulary(Arrays.copyOf(kept, size));
  }

  /**
   * These characters and no others, such as those of a model that was trained elsewhere.
   *
   * @param codePoints ascending, no two equal
   * @throws IllegalArgumentException if they are anything else
   */
  public static CharacterVocabulary ofCodePoints(int[] codePoints) {
    int last = -1;
    for (int c : codePoints) {
      if (c <= last || !Character.isValidCodePoint(c)) {
        throw new IllegalArgumentException("expected a code point above " + last + ", found " + c);
      }
      last = c;
    }
    return new CharacterVocabulary(codePoints.clone());
  }

  /** How many numbers there are, {@code <unk>} included. */
  public int size() {
    return codePoints.length + 1;
  }

  /** The number of a code point. */
  public int number(int codePoint) {
    return Math.max(UNKNOWN, Arrays.binarySearch(codePoints, codePoint) + 1);
  }

  /** The character of a number, as a person reads it; U+FFFD for {@code <unk>}. */
  public String text(int number) {
    return number == UNKNOWN ? "\uFFFD" : Character.toString(codePoints[number - 1]);
  }

  /** Writes a line for each number: {@code <unk>}, then U+ and hexadecimal digits. */
  public void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(UNKNOWN_NAME));
    for (int codePoint : codePoints) {
      lines.add(String.format(Locale.ROOT, "U+%04X", codePoint));
    }
    Lines.write(file, lines);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws CorruptFileException if it is anything else
   */
  public static CharacterVocabulary read(Path file) throws IOException {
    List<String> lines = Lines.read(file);
    if (lines.isEmpty() || !lines.get(0).equals(UNKNOWN_NAME)) {
      throw new CorruptFileException(file, "line 1: expected " + UNKNOWN_NAME);
    }
    List<Integer> found = new ArrayList<>();
    int last = -1;
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int c = line.matches(CODE_POINT) ? Integer.parseInt(line.substring(2), 16) : -1;
      if (c <= last || !Character.isValidCodePoint(c)) {
        throw new CorruptFileException(
            file, "line " + (i + 1) + ": expected a higher code point as U+XXXX, found " + line);
      }
      found.add(c);
      last = c;
    }
    return new CharacterVocabulary(found.stream().mapToInt(Integer::intValue).toArray());
  }
}
