package org.conversener.text;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which words of a sentence and its translation stand for each other: a set of {@link Link}s,
 * sorted, as the Pharaoh format has it on a line.
 *
 * <p>{@code 0-0 1-2 3?2} says that source word 0 is English word 0, that 1 is 2, and that 3 may be
 * 2. Annotators make a link possible, not sure, where the text allows more than one reading (Och
 * and Ney 2003); a program that aligns makes sure ones only. Every sure link is possible too.
 *
 * @param sure the links that are certain, S
 * @param possible the links that are at least possible, P, the sure ones among them
 */
public record Alignment(SortedSet<Link> sure, SortedSet<Link> possible) {
  // At most nine digits, so that an index cannot overflow.
  private static final Pattern LINK =
      Pattern.compile("(0|[1-9][0-9]{0,8})([-?p])(0|[1-9][0-9]{0,8})");
  private static final Pattern GAP = Pattern.compile("[ \t]+");

  /** Copies the sets and adds the sure links to the possible ones. */
  public Alignment {
    SortedSet<Link> all = new TreeSet<>(possible);
    all.addAll(sure);
    sure = Collections.unmodifiableSortedSet(new TreeSet<>(sure));
    possible = Collections.unmodifiableSortedSet(all);
  }

  /** Sure links only. */
  public static Alignment of(Collection<Link> links) {
    return new Alignment(new TreeSet<>(links), Collections.emptySortedSet());
  }

  /** Sure links only. */
  public static Alignment of(Link... links) {
    return of(List.of(links));
  }

  /**
   * Reads a line of the Pharaoh format: links parted by spaces or TABs, in any order. {@code i-j}
   * is a sure link from source word i to English word j, {@code i?j} or {@code ipj} a possible one;
   * both count from 0. An empty line has no links. A link that is given twice counts once; given as
   * sure and as possible it is sure.
   *
   * @throws IllegalArgumentException if a link is none of these; the message has its number in the
   *     line
   */
  public static Alignment parse(String line) {
    SortedSet<Link> sure = new TreeSet<>();
    SortedSet<Link> possible = new TreeSet<>();
    int number = 0;
    for (String text : GAP.split(line, -1)) {
      if (text.isEmpty()) { // Before the first link, after the last, or in an empty line.
        continue;
      }
      number++;
      Matcher matcher = LINK.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "link %d of the line: expected SOURCE-ENGLISH, such as 0-1, or SOURCE?ENGLISH for a"
                    + " link that is only possible, words counted from 0; found \"%s\"",
                number,
                text));
      }
      Link link = new Link(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(3)));
      (matcher.group(2).equals("-") ? sure : possible).add(link);
    }
    return new Alignment(sure, possible);
  }

  /** Whether no link is merely possible, as in an alignment that a program made. */
  public boolean isSure() {
    return sure.size() == possible.size();
  }

  /** The line of the Pharaoh format, as {@link #parse} reads it; {@code ?} marks possible links. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(" ");
    for (Link link : possible) {
      line.add(sure.contains(link) ? link.toString() : link.source() + "?" + link.target());
    }
    return line.toString();
  }
}
