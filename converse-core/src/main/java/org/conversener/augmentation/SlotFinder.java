package org.conversener.augmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.SentencePair;
import org.jspecify.annotations.Nullable;

/**
 * Finds the slots of a pair: a name that stands exactly once on both sides, verbatim or as a
 * lexicon translates it. Once, since nobody can say which of two names a word of the other side
 * belongs to, and since a name of which only one place is swapped is nonsense.
 */
final class SlotFinder {
  private final CaseStatistics source;
  private final CaseStatistics english;
  private final Map<String, List<String>> sourceForms;

  /**
   * A finder.
   *
   * @param sourceForms for an English name its other forms in the source language, preferred first
   */
  SlotFinder(CaseStatistics source, CaseStatistics english, Map<String, List<String>> sourceForms) {
    this.source = source;
    this.english = english;
    this.sourceForms = sourceForms;
  }

  /** The slots in the order of the source; none overlap. */
  List<Slot> find(SentencePair pair) {
    List<NameSpan> spans = NameSpan.of(pair.target(), WordScanner.scan(pair.target()));
    if (spans.isEmpty()) {
      return List.of();
    }
    Map<String, NameSpan> twins = new HashMap<>();
    NameSpan.of(pair.source(), WordScanner.scan(pair.source()))
        .forEach(span -> twins.putIfAbsent(span.text(), span));
    List<Slot> slots = new ArrayList<>();
    for (NameSpan span : spans) {
      if (!span.isCalendar() && isOnce(pair.target(), span)) {
        Slot slot = slot(pair, span, twins);
        if (slot != null && slots.stream().noneMatch(slot::overlaps)) {
          slots.add(slot);
        }
      }
    }
    slots.sort(Comparator.comparingInt(Slot::sourceStart));
    return slots;
  }

  private @Nullable Slot slot(SentencePair pair, NameSpan span, Map<String, NameSpan> twins) {
    NameSpan twin = twins.get(span.text());
    if (twin != null
        && isOnce(pair.source(), twin)
        && isName(twin, source)
        && isName(span, english)) {
      return slot(span, twin.start(), twin.text());
    }
    for (String form : sourceForms.getOrDefault(span.text(), List.of())) {
      int start = pair.source().indexOf(form);
      // A form in Chinese characters has no boundaries; others have to be words.
      boolean isThere =
          start >= 0
              && isOnce(pair.source(), form)
              && (Character.isIdeographic(form.codePointAt(0)) || twins.containsKey(form));
      if (isThere) {
        return slot(span, start, form);
      }
    }
    return null;
  }

  private static Slot slot(NameSpan span, int sourceStart, String form) {
    return new Slot(
        sourceStart,
        sourceStart + form.length(),
        span.start(),
        span.end(),
        new NamePair(form, span.text()));
  }

  /** A capital inside a sentence; several in a row are good evidence, one needs its statistics. */
  private static boolean isName(NameSpan span, CaseStatistics statistics) {
    boolean isEvident = !span.isSingle() && !span.first().opens();
    return isEvident || statistics.isNameLike(span.first().text());
  }

  /** Whether a name, and each of its words with a capital, stands once, parts of words counted. */
  private static boolean isOnce(String text, NameSpan span) {
    for (Word word : span.words()) {
      if (word.kind() == Word.Kind.CAPITAL && !isOnce(text, word.text())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOnce(String text, String part) {
    int first = text.indexOf(part);
    return first >= 0 && text.indexOf(part, first + 1) < 0;
  }
}
