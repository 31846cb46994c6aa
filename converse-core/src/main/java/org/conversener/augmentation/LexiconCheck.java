package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.corpus.SentencePair;

/**
 * Holds the names of lexicons against parallel text: a name whose source stands in more pairs
 * without its English than with it is a common word, or has another translation. Lexicons that were
 * made by machines hold many such entries.
 */
final class LexiconCheck {
  private static final int PREFIX = 2;

  private final Map<String, List<NamePair>> bySource = new HashMap<>();

  /** Beginnings of names in Chinese characters: most places of a text are at none. */
  private final Set<String> prefixes = new HashSet<>();

  private int longest;

  private LexiconCheck(List<NamePair> names) {
    for (NamePair name : names) {
      bySource.computeIfAbsent(name.source(), k -> new ArrayList<>()).add(name);
      if (name.isHan()) {
        prefixes.add(name.source().substring(0, PREFIX));
        longest = Math.max(longest, name.source().length());
      }
    }
  }

  /** Those of the names that the pairs contradict. */
  static Set<NamePair> contradicted(List<NamePair> names, List<SentencePair> pairs) {
    LexiconCheck check = new LexiconCheck(names);
    Map<NamePair, Integer> balance = new HashMap<>();
    // Found by many threads, counted in order.
    List<List<NamePair>> found = pairs.parallelStream().map(check::namesIn).toList();
    for (int i = 0; i < pairs.size(); i++) {
      for (NamePair name : found.get(i)) {
        boolean isThere = pairs.get(i).target().contains(name.english());
        balance.merge(name, isThere ? 1 : -1, Integer::sum);
      }
    }
    Set<NamePair> contradicted = new HashSet<>();
    balance.forEach(
        (name, count) -> {
          if (count < 0) {
            contradicted.add(name);
          }
        });
    return contradicted;
  }

  /** The names whose source stands in a pair's source, each once. */
  private List<NamePair> namesIn(SentencePair pair) {
    String text = pair.source();
    Set<NamePair> names = new LinkedHashSet<>();
    for (NameSpan span : NameSpan.of(text, WordScanner.scan(text))) {
      names.addAll(bySource.getOrDefault(span.text(), List.of()));
    }
    for (int start = 0; start + PREFIX <= text.length(); start++) {
      if (prefixes.contains(text.substring(start, start + PREFIX))) {
        int last = Math.min(text.length(), start + longest);
        for (int end = start + PREFIX; end <= last; end++) {
          names.addAll(bySource.getOrDefault(text.substring(start, end), List.of()));
        }
      }
    }
    return List.copyOf(names);
  }
}
