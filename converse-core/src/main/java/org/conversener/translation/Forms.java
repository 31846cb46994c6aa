package org.conversener.translation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Word forms of one language, numbered from 0 in the order they are met, and how often each is. */
final class Forms {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();

  /** The numbers of the words, each counted. */
  int[] count(List<String> words) {
    int[] found = new int[words.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = number(words.get(i));
      counts.set(found[i], counts.get(found[i]) + 1);
    }
    return found;
  }

  private int number(String word) {
    Integer number = numbers.putIfAbsent(word, texts.size());
    if (number == null) {
      texts.add(word);
      counts.add(0);
    }
    return number == null ? texts.size() - 1 : number;
  }

  String text(int number) {
    return texts.get(number);
  }

  /** How often a form was counted; 0 if never. */
  int count(String word) {
    Integer number = numbers.get(word);
    return number == null ? 0 : counts.get(number);
  }

  int size() {
    return texts.size();
  }

  /** For each form the number of its small letters; forms that differ in capitals share one. */
  int[] small() {
    Forms small = new Forms();
    int[] found = new int[texts.size()];
    for (int form = 0; form < found.length; form++) {
      found[form] = small.number(Casing.small(texts.get(form)));
    }
    return found;
  }
}
