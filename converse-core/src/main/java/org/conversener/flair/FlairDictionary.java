package org.conversener.flair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;

/**
 * A dictionary of Flair ({@code flair/data.py}): items, mostly as UTF-8, and their numbers from 0.
 * What is not in it has the number 0.
 */
final class FlairDictionary {
  private static final String ITEMS = "idx2item";
  private static final String NUMBERS = "item2idx";

  private final FlairFields fields;

  private FlairDictionary(FlairFields fields) {
    this.fields = fields;
  }

  /** The dictionary that an object has under this name. */
  static FlairDictionary of(FlairFields owner, String name) throws CorruptFileException {
    return new FlairDictionary(owner.of(name));
  }

  /** The items in the order of their numbers, by which Flair names what a network chose. */
  List<String> items() throws CorruptFileException {
    if (!(fields.get(ITEMS) instanceof List<?> found)) {
      throw fields.wrong(ITEMS, "a list");
    }
    List<String> items = new ArrayList<>();
    for (Object item : found) {
      String text = PythonBytes.text(item);
      if (text == null) {
        throw fields.bad(ITEMS, "item " + items.size() + " is no text in UTF-8");
      }
      items.add(text);
    }
    return items;
  }

  /**
   * The number of each item, by which Flair finds what a network reads. An item that is not UTF-8
   * is found by no text, and left out.
   *
   * @param size how many numbers there are
   */
  Map<String, Integer> numbers(long size) throws CorruptFileException {
    if (!(fields.get(NUMBERS) instanceof Map<?, ?> found)) {
      throw fields.wrong(NUMBERS, "a dict");
    }
    if (found.size() > size) {
      throw fields.bad(
          NUMBERS, found.size() + " items; the network has rows for " + size + " of them");
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : found.entrySet()) {
      if (!(entry.getValue() instanceof Long number) || number < 0 || number >= size) {
        throw fields.bad(
            NUMBERS, "expected numbers from 0 to below " + size + ", as the network has them");
      }
      String text = PythonBytes.text(entry.getKey());
      if (text != null && numbers.put(text, (int) (long) number) != null) {
        throw fields.bad(NUMBERS, "the item \"" + text + "\" stands there twice");
      }
    }
    return numbers;
  }

  /** Something is wrong with it. */
  CorruptFileException bad(String problem) {
    return new CorruptFileException(fields.file(), fields.where() + ": " + problem);
  }
}
