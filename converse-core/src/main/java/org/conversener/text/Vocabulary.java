package org.conversener.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The symbols a model knows, numbered from 0 without gaps. Immutable.
 *
 * <p>A vocabulary that holds {@link #UNKNOWN} gives its number to every symbol it does not know; in
 * one without, such a symbol has the number -1.
 */
public final class Vocabulary {
  /** The symbol that stands for all that the vocabulary does not hold. */
  public static final String UNKNOWN = "<unk>";

  private final List<String> symbols;
  private final Map<String, Integer> ids;
  private final int unknownId;

  private Vocabulary(List<String> symbols, Map<String, Integer> ids) {
    this.symbols = List.copyOf(symbols);
    this.ids = ids;
    this.unknownId = ids.getOrDefault(UNKNOWN, -1);
  }

  /**
   * The vocabulary of these symbols in this order.
   *
   * @throws IllegalArgumentException if a symbol is empty or stands there twice
   */
  public static Vocabulary of(List<String> symbols) {
    return numbered(symbols, "symbol", 0);
  }

  /**
   * Reads what {@link #lines} wrote.
   *
   * @throws IllegalArgumentException naming the line (from 1), if one is empty, has a malformed
   *     escape or repeats a symbol
   */
  public static Vocabulary fromLines(List<String> lines) {
    List<String> symbols = new ArrayList<>(lines.size());
    for (String line : lines) {
      symbols.add(SymbolEscape.read(line, symbols.size() + 1));
    }
    return numbered(symbols, "line", 1);
  }

  private static Vocabulary numbered(List<String> symbols, String place, int firstNumber) {
    Map<String, Integer> ids = new HashMap<>(symbols.size() * 2);
    for (String symbol : symbols) {
      int here = ids.size() + firstNumber;
      if (symbol.isEmpty()) {
        throw new IllegalArgumentException(
            "vocabulary, " + place + " " + here + ": expected a symbol, found nothing");
      }
      Integer earlier = ids.putIfAbsent(symbol, ids.size());
      if (earlier != null) {
        throw new IllegalArgumentException(
            String.format(
                "vocabulary, %s %d: \"%s\" already stands at %s %d; a symbol has one number",
                place, here, SymbolEscape.write(symbol), place, earlier + firstNumber));
      }
    }
    return new Vocabulary(symbols, ids);
  }

  /** The symbols in order of their numbers, one a line, odd characters escaped. */
  public List<String> lines() {
    return symbols.stream().map(SymbolEscape::write).toList();
  }

  /** The number of symbols. */
  public int size() {
    return symbols.size();
  }

  /** The symbols in order of their numbers. */
  public List<String> symbols() {
    return symbols;
  }

  /** The number of a symbol; for one not held that of {@link #UNKNOWN}, or -1 without it. */
  public int idOf(String symbol) {
    return ids.getOrDefault(symbol, unknownId);
  }

  /**
   * The symbol of a number.
   *
   * @throws IndexOutOfBoundsException if no symbol has it
   */
  public String symbol(int id) {
    return symbols.get(id);
  }

  /** Whether the vocabulary holds a symbol. */
  public boolean contains(String symbol) {
    return ids.containsKey(symbol);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vocabulary vocabulary && symbols.equals(vocabulary.symbols);
  }

  @Override
  public int hashCode() {
    return symbols.hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary of " + size() + " symbols";
  }

  /** A vocabulary made from counts. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects special symbols and counts. */
  public static final class Builder {
    private final List<String> specials = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long minimumCount = 1;
    private int maximumSize = Integer.MAX_VALUE;

    private Builder() {}

    /** Adds symbols that come first, in this order, however often they occur. */
    public Builder specials(String... symbols) {
      specials.addAll(List.of(symbols));
      return this;
    }

    /** Counts one more occurrence of a symbol. */
    public Builder count(String symbol) {
      counts.merge(symbol, 1L, Long::sum);
      return this;
    }

    /** Adds occurrences of symbols. */
    public Builder counts(Map<String, Long> more) {
      more.forEach((symbol, count) -> counts.merge(symbol, count, Long::sum));
      return this;
    }

    /** Leaves out symbols that occur less often; specials stay. The default is 1. */
    public Builder minimumCount(long minimum) {
      minimumCount = minimum;
      return this;
    }

    /** Keeps no more than this many symbols, specials included. The default is no limit. */
    public Builder maximumSize(int maximum) {
      maximumSize = maximum;
      return this;
    }

    /**
     * The specials, then the counted symbols, most frequent first, equals in code point order.
     *
     * @throws IllegalArgumentException if a symbol is empty, a special is given twice, or the
     *     specials alone are more than the maximum size
     */
    public Vocabulary build() {
      if (specials.size() > maximumSize) {
        throw new IllegalArgumentException(
            "a vocabulary of at most "
                + maximumSize
                + " symbols cannot hold the "
                + specials.size()
                + " special ones; raise the maximum size");
      }
      List<String> symbols = new ArrayList<>(specials);
      counts.entrySet().stream()
          .filter(entry -> entry.getValue() >= minimumCount && !specials.contains(entry.getKey()))
          .sorted(
              Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey(Characters.CODE_POINT_ORDER)))
          .limit(maximumSize - specials.size())
          .forEach(entry -> symbols.add(entry.getKey()));
      return of(symbols);
    }
  }
}
