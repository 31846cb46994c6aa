package org.conversener.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.Tagging;
import org.conversener.tensor.Natives;
import org.conversener.text.Sentence;

/**
 * Sentences that wait to be tagged together, which is several times faster than one by one, and
 * what is printed between them; all comes out in the order it went in.
 */
final class TagQueue {
  /** Sentences for each thread. */
  private static final int PORTION = 64;

  private final Tagger tagger;
  private final PrintStream out;
  private final int most = PORTION * Natives.threads();
  private final List<Sentence> sentences = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /** What is printed next: of the next sentence's tags, or without any. */
  private sealed interface Answer permits Text, OfTags {}

  private record Text(String text) implements Answer {}

  private record OfTags(Function<Tagging, String> shown) implements Answer {}

  TagQueue(Tagger tagger, PrintStream out) {
    this.tagger = tagger;
    this.out = out;
  }

  /**
   * A sentence.
   *
   * @param words at least one
   * @param shown makes of its tags what is printed
   */
  void add(List<String> words, Function<Tagging, String> shown) {
    sentences.add(Sentence.of(words));
    answers.add(new OfTags(shown));
  }

  /** What needs no tags. */
  void add(String text) {
    answers.add(new Text(text));
  }

  /** Whether so much waits that it had better be answered. */
  boolean isFull() {
    return sentences.size() >= most;
  }

  /** Tags and prints what waits. */
  void answer() {
    List<Tagging> tagged = tagger.tagAll(sentences);
    int next = 0;
    for (Answer answer : answers) {
      if (answer instanceof OfTags ofTags) {
        out.print(ofTags.shown.apply(tagged.get(next++)));
      } else if (answer instanceof Text verbatim) {
        out.print(verbatim.text);
      }
    }
    out.flush();
    sentences.clear();
    answers.clear();
  }
}
