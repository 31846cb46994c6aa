package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the expressions that fairseq keeps layers in, such as {@code [(512, 3)] * 9 + [(1024, 3)] *
 * 4}: whole numbers, {@code True}, {@code False}, lists and tuples, {@code +} and {@code *}. Where
 * fairseq evaluates any Python, this knows nothing else and runs nothing.
 */
final class PythonExpression {
  private static final int LONGEST = 10_000;
  private static final int MOST_ITEMS = 1_000;
  private static final int DEEPEST = 20;

  private final String text;
  private int at;
  private int depth;

  private PythonExpression(String text) {
    this.text = text;
  }

  /**
   * The value: a {@code Long}, a {@code Boolean}, or a {@code List} for a list or tuple.
   *
   * @throws IllegalArgumentException if it is no such expression, or has more than 1,000 items
   */
  static Object parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("expected a short expression, found " + text.length());
    }
    PythonExpression parser = new PythonExpression(text);
    Object value = parser.sum();
    if (parser.peek() != 0) {
      throw parser.bad("the end");
    }
    return value;
  }

  private Object sum() {
    Object value = product();
    while (accept('+')) {
      Object right = product();
      if (value instanceof List<?> first && right instanceof List<?> second) {
        value = joined(List.of(first, second));
      } else {
        throw bad("a list on both sides of +");
      }
    }
    return value;
  }

  private Object product() {
    Object value = atom();
    while (accept('*')) {
      Object right = atom();
      if (value instanceof List<?> list && right instanceof Long times) {
        value = repeated(list, times);
      } else if (value instanceof Long times && right instanceof List<?> list) {
        value = repeated(list, times);
      } else {
        throw bad("a list on one side of * and a whole number on the other");
      }
    }
    return value;
  }

  private List<Object> repeated(List<?> list, long times) {
    if (times > MOST_ITEMS) {
      throw bad("at most " + MOST_ITEMS + " items");
    }
    List<List<?>> lists = new ArrayList<>();
    for (long i = 0; i < times; i++) {
      lists.add(list);
    }
    return joined(lists);
  }

  private List<Object> joined(List<List<?>> lists) {
    List<Object> items = new ArrayList<>();
    for (List<?> list : lists) {
      if (items.size() + list.size() > MOST_ITEMS) {
        throw bad("at most " + MOST_ITEMS + " items");
      }
      items.addAll(list);
    }
    return items;
  }

  private Object atom() {
    if (accept('[')) {
      return items(']').items;
    }
    if (accept('(')) {
      Items found = items(')');
      return found.hasComma || found.items.isEmpty() ? found.items : found.items.get(0);
    }
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.matches("[0-9]{1,9}")) {
      return Long.parseLong(word);
    }
    if (word.equals("True") || word.equals("False")) {
      return word.equals("True");
    }
    at = start;
    throw bad("a whole number, True, False, a list or a tuple");
  }

  private record Items(List<Object> items, boolean hasComma) {}

  private Items items(char end) {
    if (++depth > DEEPEST) {
      throw bad("lists nested less deeply");
    }
    List<Object> items = new ArrayList<>();
    boolean hasComma = false;
    while (!accept(end)) {
      items.add(sum());
      boolean isComma = accept(',');
      if (!isComma && peek() != end) {
        throw bad("a comma or " + end);
      }
      hasComma |= isComma;
    }
    depth--;
    return new Items(items, hasComma);
  }

  /** The next character that is no blank, or 0 at the end. */
  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean accept(char wanted) {
    boolean isHere = peek() == wanted;
    at += isHere ? 1 : 0;
    return isHere;
  }

  private IllegalArgumentException bad(String expected) {
    return new IllegalArgumentException(
        "expected " + expected + " at character " + (at + 1) + " of \"" + text + "\"");
  }
}
