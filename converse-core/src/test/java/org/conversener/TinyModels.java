package org.conversener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.embedding.Embeddings;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.tagging.TagSet;
import org.conversener.tagging.Tagger;
import org.conversener.tagging.TaggerConfig;
import org.conversener.tagging.TaggerTrainer;
import org.conversener.tagging.Tagging;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.training.Limits;
import org.conversener.training.Progress;
import org.conversener.transfer.KnowledgeCache;
import org.conversener.transfer.KnowledgeMaker;
import org.conversener.transfer.TransferOptions;
import org.conversener.translation.ConvConfig;
import org.conversener.translation.ConvTrainer;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.GlossConfig;
import org.conversener.translation.GlossTrainer;
import org.conversener.translation.GlossTranslator;
import org.conversener.translation.Products;
import org.conversener.translation.SourceUnits;

/** A made-up world of people and places, with models of it that were trained for a moment. */
public final class TinyModels {
  /** Has a person of two words and a place. */
  public static final Sentence EXAMPLE =
      new Sentence(
          List.of("Ana", "López", "vive", "en", "Quito", "."),
          List.of(new Span("PER", 0, 2), new Span("LOC", 4, 5)));

  private static final List<String> PEOPLE = List.of("Ana López", "Tolan", "Besk Irun", "Vado");
  private static final List<String> PLACES = List.of("Quito", "Korth", "Elbany", "Sund");
  private static final List<String> SPANISH =
      List.of("PER visitó LOC .", "PER vive en LOC .", "En LOC vive PER .");
  private static final List<String> ENGLISH =
      List.of("PER visited LOC .", "PER lives in LOC .", "In LOC lives PER .");

  private final ModelDirectory translator;
  private final ModelDirectory teacher;

  /** Trains a translator with two layers and a teacher, and saves them in a folder. */
  public TinyModels(Path folder) throws IOException, InterruptedException {
    ConvConfig config =
        new ConvConfig(
            "es",
            SourceUnits.BPE,
            40,
            16,
            "1*16x3",
            "2*16x3",
            16,
            256,
            0,
            0.1,
            0,
            "last",
            0.25,
            0.99,
            0.1,
            300,
            100,
            3,
            3,
            ConvConfig.Schedule.FIXED,
            200,
            0,
            0.1,
            1e-5,
            0.15,
            0,
            Products.FLOAT32,
            1);
    ConvTrainer.Trained trained =
        ConvTrainer.train(
            pairs(60, 1), pairs(10, 2), config, Limits.NONE, null, false, Progress.silent());
    try (ConvTranslator network = trained.translator()) {
      translator = Models.save(network, folder.resolve("translator"), false, Provenance.NONE);
    }
    teacher = teacher(folder.resolve("teacher"), 8);
  }

  /** Trains a gloss translator. */
  public static ModelDirectory gloss(Path out) throws IOException {
    GlossTrainer.Trained trained =
        GlossTrainer.train(
            pairs(60, 1), List.of(), GlossConfig.DEFAULT, Limits.NONE, 1, Progress.silent());
    try (GlossTranslator translator = trained.translator()) {
      return Models.save(translator, out, false, Provenance.NONE);
    }
  }

  /** Trains a teacher of another width. */
  public static ModelDirectory teacher(Path out, int hidden)
      throws IOException, InterruptedException {
    List<Sentence> train = sentences(ENGLISH, 30, 3);
    try (Tagger tagger = new Tagger(config(hidden, 4), TagSet.of(train), embeddings(train), null)) {
      train(tagger, train, sentences(ENGLISH, 10, 4));
      return Models.save(tagger, null, out, false, Provenance.NONE);
    }
  }

  /** The translator's directory. */
  public ModelDirectory translator() {
    return translator;
  }

  /** The teacher's directory. */
  public ModelDirectory teacher() {
    return teacher;
  }

  /**
   * A saved tagger that carries features.
   *
   * @param directory its model
   * @param said what it said of {@link #questions}, before it was saved
   */
  public record Can(ModelDirectory directory, List<Tagging> said) {}

  /** Trains a tagger that carries features. */
  public Can can(Path out, TransferOptions options) throws IOException, InterruptedException {
    List<Sentence> train = spanish(30, 5);
    boolean isShuffled = options.control() == TransferOptions.Control.SHUFFLED;
    try (Models.Bridge bridge = Models.bridge(options, translator, teacher)) {
      var source =
          new KnowledgeCache(new KnowledgeMaker(bridge.translator(), bridge.teacher()), 1 << 24);
      Embeddings.Factory carried =
          Models.carried(
              source,
              options,
              bridge,
              isShuffled ? train.stream().map(Sentence::words).toList() : List.of());
      try (Tagger tagger = new Tagger(config(8, 8), TagSet.of(train), embeddings(train), carried)) {
        train(tagger, train, spanish(10, 6));
        List<Tagging> said = questions().stream().map(tagger::tag).toList();
        var transfer = new Models.Transfer(options, translator, teacher);
        return new Can(Models.save(tagger, transfer, out, false, Provenance.NONE), said);
      }
    }
  }

  private static void train(Tagger tagger, List<Sentence> train, List<Sentence> dev)
      throws IOException, InterruptedException {
    var unused =
        TaggerTrainer.train(tagger, train, dev, Progress.silent(), null, Double.POSITIVE_INFINITY);
  }

  /** Sentences without labels, {@link #EXAMPLE} first. */
  public static List<Sentence> questions() {
    List<Sentence> questions = new ArrayList<>();
    questions.add(Sentence.of(EXAMPLE.words()));
    spanish(7, 7).forEach(sentence -> questions.add(Sentence.of(sentence.words())));
    return questions;
  }

  /** Labelled sentences in the source language. */
  public static List<Sentence> spanish(int count, long seed) {
    return sentences(SPANISH, count, seed);
  }

  private static List<SentencePair> pairs(int count, long seed) {
    List<Sentence> spanish = spanish(count, seed);
    List<Sentence> english = sentences(ENGLISH, count, seed);
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(
          new SentencePair(
              String.join(" ", spanish.get(i).words()), String.join(" ", english.get(i).words())));
    }
    return pairs;
  }

  private static List<Sentence> sentences(List<String> templates, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sentence> sentences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String template = templates.get(random.nextInt(templates.size()));
      String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
      String place = PLACES.get(random.nextInt(PLACES.size()));
      sentences.add(fill(template, person, place));
    }
    return sentences;
  }

  private static Sentence fill(String template, String person, String place) {
    List<String> words = new ArrayList<>();
    List<Span> entities = new ArrayList<>();
    for (String part : template.split(" ", -1)) {
      boolean isPerson = part.equals("PER");
      if (isPerson || part.equals("LOC")) {
        List<String> name = List.of((isPerson ? person : place).split(" ", -1));
        entities.add(new Span(part, words.size(), words.size() + name.size()));
        words.addAll(name);
      } else {
        words.add(part);
      }
    }
    return new Sentence(words, entities);
  }

  /** Characters and random vectors. */
  public static Embeddings.Factory embeddings(List<Sentence> train) throws IOException {
    return Embeddings.forTraining(
        List.of(EmbeddingSpec.parse("char:4"), EmbeddingSpec.parse("random:6")),
        train,
        file -> {
          throw new IOException("there are no word vectors, asked for " + file);
        });
  }

  /** A small tagger. */
  public static TaggerConfig config(int hidden, int epochs) {
    return new TaggerConfig(
        hidden,
        0,
        0,
        0,
        0,
        0,
        TaggerConfig.Emissions.LINEAR,
        TaggerConfig.CarriedAt.OUTPUT,
        TaggerConfig.Rule.ADAM,
        0.03,
        4,
        TaggerConfig.Reduction.MEAN,
        5,
        TaggerConfig.Annealing.DEV_F1,
        0.5,
        9,
        1e-6,
        0,
        epochs,
        2,
        4096,
        0,
        11);
  }
}
