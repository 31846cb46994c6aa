package org.conversener.embedding;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.conversener.tensor.Randomness;

/**
 * Lines of text as one row of characters: a line feed, then each line with its own. Read backward,
 * the whole row is reversed, so that a line feed stands before every line in either direction.
 */
final class CharacterStream {
  private CharacterStream() {}

  /** The numbers of all characters of the lines as they are, in the order of reading. */
  static int[] of(List<String> lines, CharacterVocabulary vocabulary, Direction direction) {
    int length = 1;
    for (String line : lines) {
      length += line.codePointCount(0, line.length()) + 1;
    }
    int[] stream = new int[length];
    int lineFeed = vocabulary.number('\n');
    int place = 0;
    stream[place++] = lineFeed;
    for (String line : lines) {
      for (int i = 0; i < line.length(); ) {
        int c = line.codePointAt(i);
        stream[place++] = vocabulary.number(c);
        i += Character.charCount(c);
      }
      stream[place++] = lineFeed;
    }
    direction.arrange(stream);
    return stream;
  }

  /**
   * The order and the case of all lines in one epoch; they depend on the seed and the epoch's
   * number only.
   */
  static final class Epoch {
    private static final byte LOWER = 1;
    private static final byte UPPER = 2;

    private final List<String> lines;
    private final int[] order;
    private final byte[] casing;

    Epoch(List<String> lines, CharlmConfig config, int epoch) {
      this.lines = lines;
      order = new int[lines.size()];
      casing = new byte[lines.size()];
      SplittableRandom random =
          new SplittableRandom(Randomness.seedFor(config.seed(), "epoch " + epoch));
      for (int i = 0; i < order.length; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
      for (int i = 0; i < casing.length; i++) {
        double draw = random.nextDouble();
        casing[i] =
            draw < config.lowerCased()
                ? LOWER
                : draw < config.lowerCased() + config.upperCased() ? UPPER : 0;
      }
    }

    /** The lines of one part, from 0, as they are to be read. */
    List<String> part(int part, int parts) {
      int from = (int) ((long) order.length * part / parts);
      int to = (int) ((long) order.length * (part + 1) / parts);
      return java.util.stream.IntStream.range(from, to).mapToObj(this::line).toList();
    }

    private String line(int place) {
      String line = lines.get(order[place]);
      return switch (casing[place]) {
        case LOWER -> line.toLowerCase(Locale.ROOT);
        case UPPER -> line.toUpperCase(Locale.ROOT);
        default -> line;
      };
    }
  }
}
