package org.conversener.corpus;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.conversener.text.TagScheme;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a CoNLL file are to be read.
 *
 * @param columns what each column holds, {@code token}, {@code tag} or {@code _} (not read); empty:
 *     the token is the first column and the tag the last. Where columns are named, every line must
 *     have exactly as many
 * @param isLabelled whether there is a tag column; without, all columns but the token are kept and
 *     not read
 * @param stripsSegmentDigit whether the token column holds a character and the digit of its place
 *     in a segmented word, as in Weibo's {@code 科0}
 * @param scheme the tag scheme, or null to detect it
 * @param keepsDocstart whether a {@code -DOCSTART-} line is a sentence of its own; else it is
 *     dropped and counted
 */
public record ConllFormat(
    List<String> columns,
    boolean isLabelled,
    boolean stripsSegmentDigit,
    @Nullable TagScheme scheme,
    boolean keepsDocstart) {
  /** Token first, tag last, scheme detected. */
  public static final ConllFormat LABELLED = new ConllFormat(List.of(), true, false, null, false);

  /** Token first, no tag. */
  public static final ConllFormat UNLABELLED =
      new ConllFormat(List.of(), false, false, null, false);

  private static final String TOKEN = "token";
  private static final String TAG = "tag";
  private static final String IGNORED = "_";

  /**
   * @throws IllegalArgumentException if the columns do not name one token and, in a labelled file,
   *     one tag
   */
  public ConllFormat {
    columns = List.copyOf(columns);
    for (String column : columns) {
      if (!List.of(TOKEN, TAG, IGNORED).contains(column)) {
        throw new IllegalArgumentException(
            "a column is token, tag or _; found \"" + column + "\" in " + columns);
      }
    }
    int tags = Collections.frequency(columns, TAG);
    if (!columns.isEmpty()
        && (Collections.frequency(columns, TOKEN) != 1 || tags > 1 || (isLabelled && tags == 0))) {
      throw new IllegalArgumentException(
          "expected one token column and one tag column, such as token,_,tag; found "
              + String.join(",", columns));
    }
  }

  /** The same with columns as the command line writes them, such as {@code token,_,tag}. */
  public ConllFormat withColumns(String names) {
    List<String> named = names.isEmpty() ? List.of() : Arrays.asList(names.split(",", -1));
    return new ConllFormat(named, isLabelled, stripsSegmentDigit, scheme, keepsDocstart);
  }

  /** The same with or without segment digits. */
  public ConllFormat withSegmentDigit(boolean strips) {
    return new ConllFormat(columns, isLabelled, strips, scheme, keepsDocstart);
  }

  /** The same with a scheme, or null to detect it. */
  public ConllFormat withScheme(@Nullable TagScheme other) {
    return new ConllFormat(columns, isLabelled, stripsSegmentDigit, other, keepsDocstart);
  }

  /** The same with {@code -DOCSTART-} lines kept or dropped. */
  public ConllFormat withDocstart(boolean keeps) {
    return new ConllFormat(columns, isLabelled, stripsSegmentDigit, scheme, keeps);
  }

  /**
   * The scheme of a name as the command line writes it; null for {@code auto}.
   *
   * @throws IllegalArgumentException if there is no such scheme
   */
  public static @Nullable TagScheme schemeOf(String name) {
    if (name.equals("auto")) {
      return null;
    }
    for (TagScheme scheme : TagScheme.values()) {
      if (scheme.name().toLowerCase(Locale.ROOT).equals(name)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(
        "expected a scheme of auto, iob1, bio, bioes, bilou; found \"" + name + "\"");
  }

  int tokenColumn() {
    return Math.max(0, columns.indexOf(TOKEN));
  }

  int tagColumn(int width) {
    return columns.isEmpty() ? width - 1 : columns.indexOf(TAG);
  }
}
