package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.SentencePair;
import org.conversener.corpus.TextFiles;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Knows which source words English writes alike, and puts them into translations that lost them.
 *
 * <p>A translator spells a rare name subword by subword, and often into another name. What fairseq
 * does for unknown words ({@code --replace-unk}: Luong et al. 2015, <i>Addressing the Rare Word
 * Problem in Neural Machine Translation</i>) is done here for names: if a source word that parallel
 * text carries over unchanged, or one with a capital that parallel text does not know, is missing
 * in the translation, the English word that attends to it most, more than to any other source word,
 * is written as it. Only English words with a capital are replaced, and none that is itself a copy.
 * The attention stays what it was.
 *
 * <p>As a file: a line {@code converse-words 1 N}, then N lines {@code word TAB sentences TAB
 * copied} by word in the order of code points.
 */
final class KeptNames {
  private static final String HEADER = "converse-words 1 ";
  private static final Pattern LINE = Pattern.compile("([^\t]+)\t([1-9]\\d{0,8})\t(\\d{1,9})");

  /** In how many source sentences a word stands, and in how many of those in the English too. */
  private record Count(int sentences, int copied) {
    boolean isMostlyCopied() {
      return 2 * copied > sentences;
    }
  }

  private final MosesTokenizer tokenizer;
  private final Map<String, Count> words;
  private @Nullable Headlines headlines;

  private KeptNames(String sourceLanguage, Map<String, Count> words) {
    this.tokenizer = new MosesTokenizer(sourceLanguage);
    this.words = words;
  }

  /** Counts the words of parallel text, without sentences in capitals. */
  static KeptNames learn(List<SentencePair> pairs, String sourceLanguage) {
    MosesTokenizer source = new MosesTokenizer(sourceLanguage);
    MosesTokenizer english = new MosesTokenizer("en");
    Map<String, Count> words = new HashMap<>();
    for (SentencePair pair : pairs) {
      List<String> tokens = source.tokenize(pair.source());
      if (Headlines.isInCapitals(tokens)) {
        continue; // in these a capital tells nothing of a word
      }
      Set<String> target = new HashSet<>(english.tokenize(pair.target()));
      for (String word : new HashSet<>(tokens)) {
        Count once = new Count(1, target.contains(word) ? 1 : 0);
        words.merge(
            word, once, (a, b) -> new Count(a.sentences + b.sentences, a.copied + b.copied));
      }
    }
    return new KeptNames(sourceLanguage, words);
  }

  /** How many words are known. */
  int size() {
    return words.size();
  }

  /** How sentences in capitals are written with these words. */
  synchronized Headlines headlines() {
    if (headlines == null) {
      Map<String, Integer> counts = new HashMap<>();
      words.forEach((word, count) -> counts.put(word, count.sentences));
      headlines = new Headlines(counts, tokenizer);
    }
    return headlines;
  }

  /** Whether English is expected to write this source word alike. */
  boolean isKept(String word) {
    if (word.codePointCount(0, word.length()) < 2 || !Casing.hasCapital(word)) {
      return false;
    }
    Count count = words.get(word);
    if (count != null) {
      return count.isMostlyCopied();
    }
    String small = Casing.small(word);
    if (words.containsKey(small)) {
      return false; // a common word at the start of a sentence or in a title
    }
    Count name = words.get(Casing.capitalised(small));
    return name == null || name.isMostlyCopied();
  }

  /**
   * The translation with the names it lost.
   *
   * @param layer whose attention tells where they belong, from 0; -1 for the mean of all layers
   * @param fixed English words at the start that must stay as they are
   */
  Translation keep(Translation translation, int layer, int fixed) {
    List<String> source = translation.source();
    List<String> target = new ArrayList<>(translation.target());
    List<String> names = source.stream().map(this::name).toList();
    Set<String> copies = new HashSet<>(source);
    copies.addAll(names);
    // What a name takes the place of is no copy, and so never a name that is looked for.
    Set<String> present = new HashSet<>(target);
    for (Translation.Window window : translation.windows()) {
      WindowWeights weights = WindowWeights.of(window, layer);
      for (int i = weights.firstSource(); i < weights.endOfSource(); i++) {
        String name = names.get(i);
        if (isKept(name) && !present.contains(name)) {
          int place = place(weights, i, target, copies, fixed);
          if (place >= 0) {
            target.set(place, name);
            present.add(name);
          }
        }
      }
    }
    return new Translation(source, target, translation.windows(), translation.score());
  }

  /** The word without the punctuation at it; empty if it holds several words, or none. */
  private String name(String word) {
    List<String> parts = tokenizer.tokenize(word).stream().filter(Casing::isWord).toList();
    return parts.size() == 1 ? parts.get(0) : "";
  }

  /** The English word that attends most to a source word, more than to any other; or -1. */
  private static int place(
      WindowWeights weights, int source, List<String> target, Set<String> copies, int fixed) {
    int place = -1;
    double most = 0;
    for (int j = Math.max(fixed, weights.firstTarget()); j < weights.endOfTarget(); j++) {
      double[] ofWord = weights.ofTarget(j);
      double weight = ofWord[source - weights.firstSource()];
      String word = target.get(j);
      if (weight > most && Casing.hasCapital(word) && !copies.contains(word)) {
        boolean isStrongest = Arrays.stream(ofWord).noneMatch(other -> other > weight);
        if (isStrongest) {
          place = j;
          most = weight;
        }
      }
    }
    return place;
  }

  /**
   * What each English word of a window reads of each of its source words: of its subwords the one
   * that reads most.
   *
   * @param firstSource the window's first source word
   * @param firstTarget the window's first English word
   * @param values [English words][source words and, last, end-of-sentence]
   */
  private record WindowWeights(int firstSource, int firstTarget, double[][] values) {
    static WindowWeights of(Translation.Window window, int layer) {
      int[] sourceOwners = window.sourceOwners();
      int[] targetOwners = window.targetOwners();
      int firstSource = first(sourceOwners);
      int firstTarget = first(targetOwners);
      int sources = end(sourceOwners, firstSource) - firstSource;
      int targets = end(targetOwners, firstTarget) - firstTarget;
      double[][] values = new double[targets][sources + 1];
      for (int n = 0; n < targetOwners.length; n++) {
        if (targetOwners[n] == Translation.EOS) {
          continue;
        }
        double[] read = new double[sources + 1];
        for (int s = 0; s < sourceOwners.length; s++) {
          int owner = sourceOwners[s] == Translation.EOS ? sources : sourceOwners[s] - firstSource;
          read[owner] += layer >= 0 ? window.at(layer, n, s) : mean(window, n, s);
        }
        double[] ofWord = values[targetOwners[n] - firstTarget];
        for (int i = 0; i <= sources; i++) {
          ofWord[i] = Math.max(ofWord[i], read[i]);
        }
      }
      return new WindowWeights(firstSource, firstTarget, values);
    }

    private static int first(int[] owners) {
      return Arrays.stream(owners).filter(o -> o != Translation.EOS).min().orElse(0);
    }

    private static int end(int[] owners, int first) {
      return Arrays.stream(owners).filter(o -> o != Translation.EOS).max().orElse(first - 1) + 1;
    }

    double[] ofTarget(int word) {
      return values[word - firstTarget];
    }

    int endOfTarget() {
      return firstTarget + values.length;
    }

    int endOfSource() {
      return values.length == 0 ? firstSource : firstSource + values[0].length - 1;
    }
  }

  private static double mean(Translation.Window window, int n, int s) {
    double sum = 0;
    for (int layer = 0; layer < window.layers(); layer++) {
      sum += window.at(layer, n, s);
    }
    return sum / window.layers();
  }

  /** The lines of the file, the first included. */
  List<String> lines() {
    List<String> sorted = new ArrayList<>(words.keySet());
    sorted.sort(Characters.CODE_POINT_ORDER);
    List<String> lines = new ArrayList<>(sorted.size() + 1);
    lines.add(HEADER + sorted.size());
    for (String word : sorted) {
      Count count = java.util.Objects.requireNonNull(words.get(word));
      lines.add(word + "\t" + count.sentences + "\t" + count.copied);
    }
    return lines;
  }

  void write(Path file) throws IOException {
    AtomicFile.writeText(
        file,
        out -> {
          for (String line : lines()) {
            out.write(line);
            out.write('\n');
          }
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws org.conversener.corpus.BadDataException naming the line, if it breaks any rule
   */
  static KeptNames read(Path file, String sourceLanguage) throws IOException {
    try (LineReader lines = TextFiles.open(file)) {
      String first = lines.next();
      if (first == null || !first.startsWith(HEADER)) {
        throw lines.bad("expected \"" + HEADER + "\" and the number of words");
      }
      Map<String, Count> words = new HashMap<>();
      for (String line = lines.next(); line != null; line = lines.next()) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
          throw lines.bad("expected word TAB sentences TAB copied, found \"" + line + "\"");
        }
        Count count =
            new Count(Integer.parseInt(fields.group(2)), Integer.parseInt(fields.group(3)));
        if (count.copied > count.sentences || words.put(fields.group(1), count) != null) {
          throw lines.bad(
              "expected a new word, copied at most as often as it stands, found \"" + line + "\"");
        }
      }
      if (!first.equals(HEADER + words.size())) {
        throw lines.bad("expected as many words as \"" + first + "\" says, found " + words.size());
      }
      return new KeptNames(sourceLanguage, words);
    }
  }
}
