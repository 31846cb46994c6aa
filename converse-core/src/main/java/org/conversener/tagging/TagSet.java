package org.conversener.tagging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.text.TagScheme;

/** The tags of a tagger, numbered: BIOES over its entity types. */
public final class TagSet {
  private final List<String> tags;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * @param tags different, legal, {@code O} among them
   */
  public TagSet(List<String> tags) {
    this.tags = List.copyOf(tags);
    for (String tag : tags) {
      if (!TagScheme.isLegal(tag)) {
        throw new IllegalArgumentException("expected O or PREFIX-TYPE, found \"" + tag + "\"");
      }
      if (numbers.put(tag, numbers.size()) != null) {
        throw new IllegalArgumentException("the tag " + tag + " is listed twice");
      }
    }
    if (!numbers.containsKey(TagScheme.OUTSIDE)) {
      throw new IllegalArgumentException("the tags must hold O, found " + tags);
    }
  }

  /** The BIOES tags of every type of these sentences, types in alphabetical order. */
  public static TagSet of(Collection<Sentence> corpus) {
    TreeSet<String> types = new TreeSet<>();
    corpus.forEach(sentence -> sentence.entities().forEach(entity -> types.add(entity.type())));
    LinkedHashSet<String> tags = new LinkedHashSet<>(List.of(TagScheme.OUTSIDE));
    for (String type : types) {
      for (String prefix : List.of("B", "I", "E", "S")) {
        tags.add(prefix + "-" + type);
      }
    }
    return new TagSet(new ArrayList<>(tags));
  }

  /** The tags in the order of their numbers. */
  public List<String> tags() {
    return tags;
  }

  /** The number of tags, K. */
  public int size() {
    return tags.size();
  }

  /**
   * The numbers of a sentence's gold tags.
   *
   * @throws IllegalArgumentException if it has an entity of a type the tagger does not know
   */
  int[] encode(Sentence sentence) {
    List<String> gold = TagScheme.BIOES.encode(sentence.entities(), sentence.length());
    int[] path = new int[gold.size()];
    for (int t = 0; t < path.length; t++) {
      Integer number = numbers.get(gold.get(t));
      if (number == null) {
        throw new IllegalArgumentException(
            "the tagger does not know the tag " + gold.get(t) + "; it knows " + tags);
      }
      path[t] = number;
    }
    return path;
  }

  /** The entities of a path of numbers, read as conlleval reads them. */
  List<Span> decode(int[] path) {
    List<String> found = new ArrayList<>();
    for (int number : path) {
      found.add(tags.get(number));
    }
    return TagScheme.decode(found);
  }
}
