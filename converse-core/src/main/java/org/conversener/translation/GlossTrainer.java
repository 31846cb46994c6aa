package org.conversener.translation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;
import org.conversener.training.Limits;
import org.conversener.training.Progress;

/**
 * Learns a gloss translator: aligns parallel text, counts which words were linked, adds what
 * lexicons say, and keeps the best translation of each word. Words are aligned in small letters;
 * they are counted as they are written, but at the start of a sentence as they are written
 * elsewhere. The number of threads changes nothing but the time.
 */
public final class GlossTrainer {
  /** Votes of a link that both directions have, and of one that was grown. */
  private static final int SURE = 2;

  private static final int GROWN = 1;

  /** Pairs whose links are in memory at a time. */
  private static final int CHUNK = 8192;

  private final GlossConfig config;
  private final Limits limits;
  private final int threads;
  private final Workers workers;
  private final Progress progress;
  private final List<String> notices = new ArrayList<>();
  private final long start = System.nanoTime();

  private GlossTrainer(
      GlossConfig config, Limits limits, int threads, Workers workers, Progress progress) {
    this.config = config;
    this.limits = limits;
    this.threads = threads;
    this.workers = workers;
    this.progress = progress;
  }

  /** A finished run: the translator, and how it went. */
  public record Trained(
      GlossTranslator translator, List<WordAligner.Pass> passes, List<String> notices) {
    /** Copies the lists. */
    public Trained {
      passes = List.copyOf(passes);
      notices = List.copyOf(notices);
    }
  }

  /**
   * Learns from parallel text and lexicons.
   *
   * @throws IllegalArgumentException if nothing usable is left of the pairs
   */
  public static Trained train(
      List<SentencePair> pairs,
      List<Lexicon> lexicons,
      GlossConfig config,
      Limits limits,
      int threads,
      Progress progress) {
    try (Workers workers = new Workers(threads)) {
      return new GlossTrainer(config, limits, threads, workers, progress).run(pairs, lexicons);
    }
  }

  private Trained run(List<SentencePair> pairs, List<Lexicon> lexicons) {
    GlossVotes votes = new GlossVotes(config.copyVotes());
    Set<String> known = new HashSet<>();
    for (Lexicon lexicon : lexicons) {
      addLexicon(lexicon, votes, known);
    }
    progress.begin("words", -1);
    boolean hasCharacters = config.sourceUnits() == SourceUnits.CHARACTERS;
    GlossBitext bitext = bitext(pairs, hasCharacters ? segmenter(known) : tokens -> tokens);
    if (bitext.sources().isEmpty()) {
      throw new IllegalArgumentException("no usable pair is left: " + String.join("; ", notices));
    }
    if (hasCharacters) {
      Set<String> phrases = phrases(bitext);
      say(String.format(Locale.ROOT, "%,d words found in characters", phrases.size()));
      known.addAll(phrases);
      bitext = GlossBitext.of(pairs, config, segmenter(known), workers);
    }
    Casing sourceCasing = casing(bitext.sources());
    Casing targetCasing = casing(bitext.targets());
    Forms sources = new Forms();
    Forms targets = new Forms();
    List<int[]> source = numbered(bitext.sources(), sourceCasing, sources);
    List<int[]> target = numbered(bitext.targets(), targetCasing, targets);
    WordAligner.Trained trained = align(source, target, sources, targets);
    count(source, target, sources, targets, trained.aligner(), votes);
    GlossTable table = votes.decide(sources);
    say(
        String.format(
            Locale.ROOT,
            "%,d source words with English, of %,d in the text; capitals %s",
            table.size(),
            sources.size(),
            votes.isCapitalKept() ? "are kept" : "are those of the English words"));
    return new Trained(new GlossTranslator(config, table), trained.passes(), notices);
  }

  private void say(String line) {
    notices.add(line);
    progress.say(line);
  }

  private GlossBitext bitext(List<SentencePair> pairs, UnaryOperator<List<String>> segment) {
    GlossBitext bitext = GlossBitext.of(pairs, config, segment, workers);
    say(
        String.format(
            Locale.ROOT,
            "training: %,d of %,d pairs (left out: %d empty, %d too long, %d too uneven)",
            bitext.sources().size(),
            pairs.size(),
            bitext.empty(),
            bitext.tooLong(),
            bitext.tooUneven()));
    return bitext;
  }

  private void addLexicon(Lexicon lexicon, GlossVotes votes, Set<String> known) {
    boolean hasCharacters = config.sourceUnits() == SourceUnits.CHARACTERS;
    MosesTokenizer english = new MosesTokenizer("en");
    int severalSource = 0;
    int severalEnglish = 0;
    for (Lexicon.Entry entry : lexicon.entries()) {
      String source =
          hasCharacters ? Characters.join(Characters.split(entry.source())) : entry.source();
      // The infinitive's "to" is no word of the sentence that the verb will stand in.
      List<String> words = english.tokenize(entry.english().replaceFirst("^to (?=\\S)", ""));
      if (source.isEmpty() || source.codePoints().anyMatch(c -> c == ' ' || c < ' ')) {
        severalSource++;
      } else if (words.isEmpty() || words.size() > GlossTable.MOST_WORDS) {
        severalEnglish++;
      } else {
        votes.add(source, String.join(" ", words), config.lexiconVotes() * entry.probability());
        known.add(source);
      }
    }
    say(
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d entries (left out: %,d of several source words, %,d of more than %d"
                + " English words)",
            lexicon.name(),
            lexicon.entries().size() - severalSource - severalEnglish,
            lexicon.entries().size(),
            severalSource,
            severalEnglish,
            GlossTable.MOST_WORDS));
  }

  private static UnaryOperator<List<String>> segmenter(Set<String> words) {
    Set<String> known = Set.copyOf(words);
    int longest = known.stream().mapToInt(w -> w.codePointCount(0, w.length())).max().orElse(1);
    return new Segmenter(known::contains, longest)::words;
  }

  private Set<String> phrases(GlossBitext bitext) {
    Forms sources = new Forms();
    Forms targets = new Forms();
    Casing none = new Casing();
    List<int[]> source = numbered(bitext.sources(), none, sources);
    List<int[]> target = numbered(bitext.targets(), none, targets);
    WordAligner aligner = align(source, target, sources, targets).aligner();
    int[] smallSource = sources.small();
    int[] smallTarget = targets.small();
    List<int[]> targetOf =
        workers.map(
            range(0, source.size()),
            pair ->
                aligner
                    .directions(
                        of(source.get(pair), smallSource), of(target.get(pair), smallTarget))
                    .targetOf());
    return new PhraseFinder(bitext.sources(), bitext.targets(), targetOf).find();
  }

  private static Casing casing(List<List<String>> sentences) {
    Casing casing = new Casing();
    sentences.forEach(casing::count);
    return casing;
  }

  private static List<int[]> numbered(List<List<String>> sentences, Casing casing, Forms forms) {
    return sentences.stream().map(s -> forms.count(casing.withoutStarts(s))).toList();
  }

  private WordAligner.Trained align(
      List<int[]> source, List<int[]> target, Forms sources, Forms targets) {
    int[] smallSource = sources.small();
    int[] smallTarget = targets.small();
    return WordAligner.train(
        source.stream().map(words -> of(words, smallSource)).toList(),
        target.stream().map(words -> of(words, smallTarget)).toList(),
        config.aligner(),
        new Limits(Math.max(1e-6, limits.minutes() - (System.nanoTime() - start) / 60e9)),
        threads,
        progress);
  }

  private static int[] of(int[] forms, int[] small) {
    return Arrays.stream(forms).map(form -> small[form]).toArray();
  }

  private static List<Integer> range(int start, int end) {
    return IntStream.range(start, end).boxed().toList();
  }

  /** Counts links, in an order that depends on the text alone. */
  private void count(
      List<int[]> source,
      List<int[]> target,
      Forms sources,
      Forms targets,
      WordAligner aligner,
      GlossVotes votes) {
    progress.begin("count links", source.size());
    int[] smallSource = sources.small();
    int[] smallTarget = targets.small();
    NameAnchors anchors = new NameAnchors(sources, targets);
    Map<Long, Integer> counts = new HashMap<>();
    for (int first = 0; first < source.size(); first += CHUNK) {
      int end = Math.min(source.size(), first + CHUNK);
      List<Map<Link, Integer>> links =
          workers.map(
              range(first, end),
              pair -> {
                WordAligner.Directions both =
                    aligner.directions(
                        of(source.get(pair), smallSource), of(target.get(pair), smallTarget));
                Map<Link, Integer> weights = weights(both);
                anchors.apply(source.get(pair), target.get(pair), weights, SURE);
                return weights;
              });
      for (int pair = first; pair < end; pair++) {
        int[] e = source.get(pair);
        int[] f = target.get(pair);
        links
            .get(pair - first)
            .forEach(
                (link, weight) ->
                    counts.merge(
                        (long) e[link.source()] << 32 | f[link.target()], weight, Integer::sum));
      }
      progress.step(end, "pairs");
    }
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                votes.addLinked(
                    sources.text((int) (entry.getKey() >> 32)),
                    targets.text((int) (long) entry.getKey()),
                    entry.getValue()));
  }

  private static Map<Link, Integer> weights(WordAligner.Directions both) {
    Map<Link, Integer> weights = new HashMap<>();
    for (Link link : Symmetrisation.GROW_DIAGONAL.join(both.sourceOf(), both.targetOf())) {
      boolean isSure = both.targetOf()[link.source()] == link.target();
      isSure &= both.sourceOf()[link.target()] == link.source();
      weights.put(link, isSure ? SURE : GROWN);
    }
    return weights;
  }
}
