package org.conversener.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.evaluation.SpanF1;
import org.conversener.evaluation.Statistics;
import org.conversener.tagging.Tagger;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.translation.AttentionOptions;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.Translation;
import org.conversener.translation.WordAttention;
import org.jspecify.annotations.Nullable;

/**
 * A figure for each link of the chain from a labelled source sentence to its carried features, so
 * that a gain that does not come can be traced to the link that breaks.
 *
 * <ul>
 *   <li>entity survival: the share of gold entities whose words stand verbatim, side by side, in
 *       the translation ({@link EntitySurvival} says which, and counts less strictly beside it);
 *   <li>copy accuracy of a layer: of the words that stand exactly once on both sides, how often the
 *       source word with most weight for the English copy is its twin;
 *   <li>end-of-sentence share of a layer: how much attention falls on the source's end;
 *   <li>span accuracy: how often the teacher marks exactly the words of a surviving entity, in
 *       capitals or not if its sentence is in capitals; type accuracy: how often it then gives the
 *       right type; with a lexicon also for the names that stand there as it translates them;
 *   <li>projection F1 of a layer: each source word takes the teacher's type of the English word it
 *       receives most from, runs of one type are entities; nothing is trained;
 *   <li>gold ceiling of a layer: the same with gold types in the place of the teacher's, which an
 *       English word has of the source word it reads most: what the attention alone lets through.
 * </ul>
 */
public final class ChainDiagnosis {
  private final Tagger teacher;
  private final AttentionOptions options;
  private final List<List<Span>> gold = new ArrayList<>();
  private final List<List<Span>> goldWithoutTranslation = new ArrayList<>();
  private final List<List<List<Span>>> projected = new ArrayList<>();
  private final List<List<List<Span>>> returned = new ArrayList<>();
  private double[] eosShares = new double[0];
  private long[] copiesFound = new long[0];
  private long copies;
  private final EntitySurvival survival;
  private final TeacherTally verbatim = new TeacherTally();
  private final TeacherTally orByLexicon = new TeacherTally();

  /** Nothing seen yet; the teacher is not closed. */
  public ChainDiagnosis(Tagger teacher, AttentionOptions options) {
    this(teacher, options, new EntitySurvival(List.of(), null));
  }

  /** As the other, with a count of survivors that has seen nothing yet. */
  public ChainDiagnosis(Tagger teacher, AttentionOptions options, EntitySurvival survival) {
    this.teacher = teacher;
    this.options = options;
    this.survival = survival;
  }

  /**
   * Takes in one labelled sentence and its translation. Where that is empty nothing survives and
   * nothing is carried; the attention of such a sentence counts nowhere.
   */
  public void add(Sentence source, Translation translation) {
    if (translation.target().isEmpty()) {
      goldWithoutTranslation.add(source.entities());
      survival.add(source, List.of());
      return;
    }
    Sentence english = teacher.tag(Sentence.of(translation.target())).sentence();
    List<LayerAttention> layers = WordAttention.layers(translation, options);
    if (gold.isEmpty()) {
      eosShares = new double[layers.size()];
      copiesFound = new long[layers.size()];
      layers.forEach(layer -> projected.add(new ArrayList<>()));
      layers.forEach(layer -> returned.add(new ArrayList<>()));
    }
    gold.add(source.entities());
    double[] shares = WordAttention.shareOnEos(translation);
    for (int layer = 0; layer < shares.length; layer++) {
      eosShares[layer] += shares[layer];
      LayerAttention attention = layers.get(layer);
      projected.get(layer).add(project(attention, english));
      returned.get(layer).add(thereAndBack(attention, source));
    }
    addCopies(source, english, layers);
    survival.add(source, english.words());
    addSurvivors(source, english);
  }

  private void addCopies(Sentence source, Sentence english, List<LayerAttention> layers) {
    for (int j = 0; j < english.length(); j++) {
      String word = english.words().get(j);
      if (Collections.frequency(source.words(), word) == 1
          && Collections.frequency(english.words(), word) == 1) {
        copies++;
        int twin = source.words().indexOf(word);
        for (int layer = 0; layer < layers.size(); layer++) {
          copiesFound[layer] += layers.get(layer).strongestSource(j) == twin ? 1 : 0;
        }
      }
    }
  }

  private void addSurvivors(Sentence source, Sentence english) {
    for (Span entity : source.entities()) {
      EntitySurvival.Place place = EntitySurvival.place(source, entity, english.words());
      if (place != null) {
        verbatim.add(entity.type(), place, english.entities());
      } else {
        place = survival.placeOfTranslation(source, entity, english.words());
      }
      if (place != null) {
        orByLexicon.add(entity.type(), place, english.entities());
      }
    }
  }

  /** The type of the entity that each word belongs to, or null. */
  private static @Nullable String[] types(Sentence sentence) {
    @Nullable String[] types = new String[sentence.length()];
    for (Span entity : sentence.entities()) {
      Arrays.fill(types, entity.start(), entity.end(), entity.type());
    }
    return types;
  }

  /** The entities of the English words, carried to the source. */
  static List<Span> project(LayerAttention attention, Sentence english) {
    return project(attention, types(english));
  }

  /** The entities of the source words, carried to the English ones and from there to the source. */
  static List<Span> thereAndBack(LayerAttention attention, Sentence source) {
    @Nullable String[] own = types(source);
    @Nullable String[] types = new String[attention.target().size()];
    for (int j = 0; j < types.length; j++) {
      int i = attention.strongestSource(j);
      types[j] = i < 0 ? null : own[i];
    }
    return project(attention, types);
  }

  private static List<Span> project(LayerAttention attention, @Nullable String[] types) {
    List<Span> spans = new ArrayList<>();
    @Nullable String open = null;
    int start = 0;
    for (int i = 0; i <= attention.source().size(); i++) {
      int column = i < attention.source().size() ? attention.strongestTarget(i) : -1;
      String type = column < 0 ? null : types[column];
      if (open != null && !open.equals(type)) {
        spans.add(new Span(open, start, i));
      }
      if (type != null && !type.equals(open)) {
        start = i;
      }
      open = type;
    }
    return spans;
  }

  private double f1(List<List<Span>> carried) {
    List<List<Span>> right = new ArrayList<>(gold);
    right.addAll(goldWithoutTranslation);
    List<List<Span>> found = new ArrayList<>(carried);
    goldWithoutTranslation.forEach(sentence -> found.add(List.of()));
    return Statistics.twoDecimals(SpanF1.ofSpans(right, found).f1());
  }

  /**
   * All figures by name, in percent but for counts; lists have one figure for each layer, first to
   * last. {@code types_by_teacher} counts, by true type, which types the teacher gave to surviving
   * entities that it marked exactly.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sentences", gold.size() + goldWithoutTranslation.size());
    map.put("empty_translations", goldWithoutTranslation.size());
    map.putAll(survival.toMap());
    List<Double> eos = new ArrayList<>();
    List<Double> copy = new ArrayList<>();
    List<Double> projection = new ArrayList<>();
    List<Double> ceiling = new ArrayList<>();
    for (int layer = 0; layer < eosShares.length; layer++) {
      eos.add(Statistics.twoDecimals(100 * eosShares[layer] / gold.size()));
      copy.add(Statistics.percent(copiesFound[layer], copies));
      projection.add(f1(projected.get(layer)));
      ceiling.add(f1(returned.get(layer)));
    }
    map.put("copies", copies);
    map.put("copy_accuracy", copy);
    map.put("eos_share", eos);
    map.put("span_accuracy", verbatim.spanAccuracy());
    map.put("type_accuracy", verbatim.typeAccuracy());
    if (survival.hasLexicon()) {
      map.put("span_accuracy_or_lexicon", orByLexicon.spanAccuracy());
      map.put("type_accuracy_or_lexicon", orByLexicon.typeAccuracy());
    }
    map.put("types_by_teacher", orByLexicon.confusions());
    map.put("projection_f1", projection);
    map.put("gold_ceiling", ceiling);
    return map;
  }
}
