package org.conversener.flair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.TagScheme;

/**
 * The tags of a tagger. Those that Flair gave a meaning of their own are, if it predicts them,
 * entities of one word, as Flair itself reads whatever has no prefix.
 *
 * @param tags the tags that can be predicted
 * @param rows for each of them its number in Flair's dictionary
 * @param size how many numbers that has
 * @param start the number of START; -1 if there is no CRF
 * @param stop the number of STOP; -1 if there is no CRF
 */
record FlairTags(List<String> tags, int[] rows, int size, int start, int stop) {
  private static final String DICTIONARY = "tag_dictionary";
  private static final String START = "<START>";
  private static final String STOP = "<STOP>";
  private static final Set<String> SPECIAL = Set.of("<unk>", START, STOP);
  private static final String ENTITY = "[BIES]-.+";

  /** A CRF has a score for every two of them. */
  private static final int MOST = 2_000;

  static FlairTags of(FlairFields fields, boolean hasCrf) throws CorruptFileException {
    FlairDictionary dictionary = FlairDictionary.of(fields, DICTIONARY);
    List<String> items = dictionary.items();
    if (items.size() > MOST) {
      throw dictionary.bad("expected at most " + MOST + " tags, found " + items.size());
    }
    int start = hasCrf ? items.indexOf(START) : -1;
    int stop = hasCrf ? items.indexOf(STOP) : -1;
    if (hasCrf && (start < 0 || stop < 0)) {
      throw dictionary.bad("expected " + START + " and " + STOP + ", which a CRF has");
    }
    List<String> tags = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (i != start && i != stop) {
        tags.add(read(dictionary, items.get(i)));
        rows.add(i);
      }
    }
    if (!tags.contains(TagScheme.OUTSIDE) || new HashSet<>(tags).size() < tags.size()) {
      throw dictionary.bad("expected different tags with O among them, found " + shown(items));
    }
    return new FlairTags(
        tags, rows.stream().mapToInt(Integer::intValue).toArray(), items.size(), start, stop);
  }

  private static String read(FlairDictionary dictionary, String item) throws CorruptFileException {
    if (item.equals(TagScheme.OUTSIDE) || (item.matches(ENTITY) && item.indexOf('\n') < 0)) {
      return item;
    }
    if (SPECIAL.contains(item)) {
      return "S-" + item;
    }
    throw dictionary.bad(
        "the tag "
            + shown(List.of(item))
            + " is none of entities (O, or PREFIX-TYPE in BIO or BIOES); Converse tags entities");
  }

  private static String shown(List<String> items) {
    String text = String.join(", ", items);
    return "\"" + (text.length() > 200 ? text.substring(0, 200) + ".." : text) + "\"";
  }

  /** The rows of the tags in a table of Flair's. */
  float[] choose(float[] table, int width) {
    float[] chosen = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(table, rows[i] * width, chosen, i * width, width);
    }
    return chosen;
  }
}
