package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.conversener.augmentation.NameTable.Origin;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.SentencePair;

/**
 * Learns which names there are, and how to find them in pairs, from parallel text, lexicons and
 * lists.
 *
 * <p>A lexicon's name is put into pairs unless parallel text contradicts it. A verbatim name is put
 * into other pairs only if it is carried over at least as often as it is not: where the English
 * side lacks it, it has an English form of its own.
 */
final class NameLearner {
  /** A name of the source side that was seen more often has an English form more likely. */
  private static final int RARE = 2;

  private final CaseStatistics source = new CaseStatistics();
  private final CaseStatistics english = new CaseStatistics();

  /** Words that a lexicon writes in lower case; encyclopedias write any title with a capital. */
  private final Set<String> lexiconWords = new HashSet<>();

  private final Map<NamePair, Origin> names = new LinkedHashMap<>();
  private final Map<String, List<String>> sourceForms = new LinkedHashMap<>();
  private int leftOut;

  private NameLearner() {}

  /** What was learned. */
  record Learned(
      NameTable table, SlotFinder finder, CaseStatistics source, CaseStatistics english) {}

  /** Learns; each pair should stand in {@code pairs} once. */
  static Learned learn(List<SentencePair> pairs, NameSources sources, AugmentationConfig config) {
    NameLearner learner = new NameLearner();
    for (SentencePair pair : pairs) {
      learner.source.add(WordScanner.scan(pair.source()));
      learner.english.add(WordScanner.scan(pair.target()));
    }
    learner.addFromPairs(pairs, config);
    sources.lexicons().forEach(learner::addWords);
    sources.lexicons().forEach(learner::add);
    learner.dropContradicted(pairs);
    sources.lists().forEach(learner::add);
    learner.sourceForms.values().forEach(forms -> forms.sort(LONGEST_FIRST));
    return new Learned(
        new NameTable(learner.names, learner.leftOut),
        new SlotFinder(learner.source, learner.english, learner.sourceForms),
        learner.source,
        learner.english);
  }

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed();

  private void addFromPairs(List<SentencePair> pairs, AugmentationConfig config) {
    SlotFinder finder = new SlotFinder(source, english, Map.of());
    Map<String, Integer> carried = new LinkedHashMap<>();
    // Found by many threads, counted in order.
    for (List<Slot> slots : pairs.parallelStream().map(finder::find).toList()) {
      slots.forEach(slot -> carried.merge(slot.name().source(), 1, Integer::sum));
    }
    Map<String, Integer> lost = new LinkedHashMap<>();
    for (List<String> missing : pairs.parallelStream().map(NameLearner::missing).toList()) {
      missing.forEach(name -> lost.merge(name, 1, Integer::sum));
    }
    carried.forEach(
        (name, count) -> {
          if (count >= config.minNameCount() && count >= lost.getOrDefault(name, 0)) {
            names.put(NamePair.same(name), Origin.VERBATIM);
          }
        });
    if (config.sourceNames()) {
      lost.forEach(
          (name, count) -> {
            if (count <= RARE && !carried.containsKey(name) && isUntranslatable(name)) {
              names.put(NamePair.same(name), Origin.SOURCE);
            }
          });
    }
  }

  /** The names of the source that do not stand in the English side; each once. */
  private static List<String> missing(SentencePair pair) {
    Set<String> names = new HashSet<>();
    List<String> missing = new ArrayList<>();
    for (NameSpan span : NameSpan.of(pair.source(), WordScanner.scan(pair.source()))) {
      if (!pair.target().contains(span.text()) && names.add(span.text())) {
        missing.add(span.text());
      }
    }
    return missing;
  }

  /** Whether every word is a name's by its case, and neither side knows it as a common word. */
  private boolean isUntranslatable(String name) {
    for (Word word : WordScanner.scan(name)) {
      if (word.kind() == Word.Kind.CAPITAL
          && !(source.isNameLike(word.text())
              && source.isNeverLower(word.text())
              && english.isNeverLower(word.text()))) {
        return false;
      }
    }
    return true;
  }

  private void addWords(Lexicon lexicon) {
    for (SentencePair entry : lexicon.pairs()) {
      for (Word word : WordScanner.scan(entry.target())) {
        if (word.kind() == Word.Kind.LOWER) {
          lexiconWords.add(word.text());
        }
      }
    }
  }

  private void add(Lexicon lexicon) {
    for (SentencePair entry : lexicon.pairs()) {
      NamePair name = new NamePair(entry.source(), entry.target());
      if (isName(name)) {
        names.putIfAbsent(name, Origin.LEXICON);
        List<String> forms = sourceForms.computeIfAbsent(name.english(), k -> new ArrayList<>());
        if (!name.source().equals(name.english()) && !forms.contains(name.source())) {
          forms.add(name.source());
        }
      }
    }
  }

  private void dropContradicted(List<SentencePair> pairs) {
    List<NamePair> fromLexicons =
        names.keySet().stream().filter(name -> names.get(name) == Origin.LEXICON).toList();
    if (!fromLexicons.isEmpty()) {
      names.keySet().removeAll(LexiconCheck.contradicted(fromLexicons, pairs));
    }
  }

  private boolean isName(NamePair name) {
    return isEnglishName(name.english())
        && (name.isHan()
            ? NamePair.isHanName(name.source())
            : NameSpan.isWhole(name.source()) && !isCommon(name.source(), source));
  }

  /** A single word has to be one that neither pairs nor lexicons write in lower case. */
  private boolean isEnglishName(String text) {
    return NameSpan.isWhole(text)
        && !isCommon(text, english)
        && (english.isNameLike(text) || !lexiconWords.contains(text.toLowerCase(Locale.ROOT)));
  }

  private static boolean isCommon(String text, CaseStatistics statistics) {
    return text.indexOf(' ') < 0 && statistics.isCommon(text);
  }

  private void add(List<String> list) {
    for (String name : list) {
      if (NameSpan.isWhole(name)) {
        names.putIfAbsent(NamePair.same(name), Origin.LIST);
      } else {
        leftOut++;
      }
    }
  }
}
