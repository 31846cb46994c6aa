package org.conversener.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.text.MosesDetokenizer.Join;

/**
 * Which quotation marks of a sentence open and which close; read from left to right, once.
 *
 * <p>The same mark opens in one language and closes in another (“, ‘, », the straight ones in all),
 * so what is open decides.
 */
final class QuotePairs {
  private final List<String> tokens;

  private final Map<String, Integer> lastPlaces = new HashMap<>();

  /** The mark that stands open, by its kind. */
  private final Map<String, String> open = new HashMap<>();

  QuotePairs(List<String> tokens) {
    this.tokens = tokens;
    for (int i = 0; i < tokens.size(); i++) {
      lastPlaces.put(tokens.get(i), i);
    }
  }

  /**
   * How a token is joined: an opening mark to the next, a closing one to the previous, else none.
   *
   * @param ownsWords whether, if it opens nothing, it belongs to the word before it
   */
  Join joinOf(int i, boolean ownsWords) {
    String mark = tokens.get(i);
    return switch (mark) {
      case "\"", "'" -> opensOrCloses(mark, mark, hasPartner(i, mark) || startsAlone(i, ownsWords));
      case "«" -> opensOrCloses("«", mark, !"»".equals(open.get("«")));
      case "»" -> opensOrCloses("«", mark, !"«".equals(open.get("«")) && hasPartner(i, "«"));
      case "‹" -> opensOrCloses("‹", mark, !"›".equals(open.get("‹")));
      case "›" -> opensOrCloses("‹", mark, !"‹".equals(open.get("‹")) && hasPartner(i, "‹"));
      case "„" -> opensOrCloses("“", mark, true);
      case "“" -> opensOrCloses("“", mark, !"„".equals(open.get("“")) && !isLast(i));
      case "”" -> opensOrCloses("“", mark, false);
      case "‚" -> opensOrCloses("‘", mark, true);
      case "‘" -> opensOrCloses("‘", mark, !"‚".equals(open.get("‘")) && !isLast(i));
      case "’" -> opensOrCloses("‘", mark, false);
      case "`", "``" -> Join.NEXT;
      case "''" -> Join.PREVIOUS;
      default -> Join.NONE;
    };
  }

  private Join opensOrCloses(String kind, String mark, boolean mayOpen) {
    boolean isStraight = kind.equals(mark) && (mark.equals("\"") || mark.equals("'"));
    if (mayOpen && !(isStraight && open.containsKey(kind))) {
      open.put(kind, mark);
      return Join.NEXT;
    }
    open.remove(kind);
    return Join.PREVIOUS;
  }

  private boolean hasPartner(int i, String mark) {
    return lastPlaces.getOrDefault(mark, -1) > i;
  }

  /** Whether a mark without a partner behind it opens a quotation that the text does not end. */
  private boolean startsAlone(int i, boolean ownsWords) {
    if (i == 0) {
      return true;
    }
    boolean followsPunctuation = ",.!?".contains(tokens.get(i - 1));
    boolean precedesPunctuation = !isLast(i) && ",.!?;:".contains(tokens.get(i + 1));
    return !ownsWords && !isLast(i) && !followsPunctuation && !precedesPunctuation;
  }

  private boolean isLast(int i) {
    return i + 1 == tokens.size();
  }
}
