package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.augmentation.SentenceCopiesConfig;
import org.conversener.corpus.ConllFile;
import org.conversener.corpus.ConllReader;
import org.conversener.corpus.Corpus;
import org.conversener.embedding.EmbeddingSpec;
import org.conversener.tagging.TaggerConfig;
import org.conversener.text.Sentence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code converse train tagger}: labelled sentences in, a tagger's directory out. Without a
 * translator and a teacher it is a teacher or a baseline.
 */
@Command(
    name = "tagger",
    description =
        "Train a tagger from labelled sentences; with --translator and --teacher it reads what the"
            + " English teacher makes of each sentence's translation.")
final class TrainTaggerCommand extends Verb {
  @Option(
      names = "--train",
      required = true,
      paramLabel = "FILE",
      description = "Labelled sentences to learn from (CoNLL).")
  private Path train = Path.of("");

  @Option(
      names = "--dev",
      required = true,
      paramLabel = "FILE",
      description = "Labelled sentences that choose the epoch; not learned from.")
  private Path dev = Path.of("");

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Labelled sentences to report F1 on; not used otherwise.")
  private @Nullable Path test;

  @Option(
      names = "--embedding",
      arity = "1..*",
      paramLabel = "SPEC",
      description =
          "static:PATH[:tuned] (word vectors as text or a fastText model), char:DIM, random:DIM,"
              + " bert:DIR[:bfloat16] or charlm:DIR[:characters][:pooled][:bfloat16]; several stand side by side. At least"
              + " one, but with --carried-at input.")
  private List<String> embeddings = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Take N sentences of train and N/2 of dev, by a fixed permutation.")
  private @Nullable Integer limit;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "quick, for a CPU, or paper (default: quick).")
  private String profile = "quick";

  @Option(
      names = "--emissions",
      paramLabel = "HOW",
      description = "What the CRF reads: linear scores or their softmax (default: linear).")
  private @Nullable String emissions;

  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final TransferArguments transfer = new TransferArguments();
  @Mixin private final CopiesArguments copies = new CopiesArguments();
  @Mixin private final StoreArguments stores = new StoreArguments();
  @Mixin private final TrainingArguments training = new TrainingArguments();

  TrainTaggerCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    TransferArguments.Sources sources = transfer.sources(stores.folder());
    TaggerConfig config = config();
    List<EmbeddingSpec> specs = specs(config, sources != null);
    SentenceCopiesConfig copied = copies.config();
    OutputFolder folder = training.folder();
    Corpus corpus = corpus();
    record.path("train", train);
    record.path("dev", dev);
    record.path("test", test);
    training.describe(record);
    console.startNatives(training.threads());
    new TaggerRun(
            console,
            record,
            config,
            copied,
            corpus,
            specs,
            stores.keeper(console),
            training.limits(),
            folder)
        .train(sources);
    return Failure.DONE;
  }

  private TaggerConfig config() throws IOException {
    return training
        .overlay(ProfileDefaults.of(profile, "--profile", embeddings))
        .set("emissions", emissions)
        .set("carriedAt", transfer.carriedAt())
        .build(TaggerConfig.class);
  }

  private List<EmbeddingSpec> specs(TaggerConfig config, boolean isCarrying) {
    boolean isCarriedAlone = isCarrying && config.carriedAt() == TaggerConfig.CarriedAt.INPUT;
    if (embeddings.isEmpty() && !isCarriedAlone) {
      throw new IllegalArgumentException(
          "a tagger needs at least one --embedding, such as static:VECTORS or char:50");
    }
    return embeddings.stream().map(EmbeddingSpec::parse).toList();
  }

  private Corpus corpus() throws IOException {
    List<Sentence> tested = test == null ? List.of() : read(test);
    Corpus corpus = new Corpus(read(train), read(dev), tested);
    if (limit != null) {
      corpus = corpus.limit(limit);
      console.say(
          String.format(
              Locale.ROOT,
              "limit %d: %d sentences of train, %d of dev",
              limit,
              corpus.train().size(),
              corpus.dev().size()));
    }
    return corpus;
  }

  private List<Sentence> read(Path path) throws IOException {
    ConllFile file = ConllReader.read(path, reading.labelled());
    console.sayAll(file.notices());
    return file.parsed();
  }
}
