package org.conversener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void emptyAndFullStoresGiveTheSameBytes() throws IOException {
    Path first = TinyWorld.of("can");
    Cli.Result again = Cli.done(TinyWorld.can("can-again", "store"));
    assertThat(again.err()).contains(": 0 sentences translated and read");
    assertThat(contents(TinyWorld.of("can-again"))).isEqualTo(contents(first));
  }

  @Test
  void anotherSeedGivesOtherBytes() throws IOException {
    Path first = TinyWorld.of("can");
    Cli.done(TinyWorld.can("can-seed", "store", "--seed", 2, "--layer", "mix"));
    assertThat(contents(TinyWorld.of("can-seed")).get("weights.safetensors"))
        .isNotEqualTo(contents(first).get("weights.safetensors"));
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        // What a run leaves of itself tells the time.
        String name = String.valueOf(file.getFileName());
        if (!name.equals("run.json") && !name.startsWith("checkpoint")) {
          contents.put(
              String.valueOf(file.getFileName()),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  @Test
  void modelAndRunSayWhatWasMeasured() throws IOException {
    Path model = TinyWorld.of("can");
    JsonNode scores = JSON.readTree(model.resolve("model.json").toFile()).get("scores");
    assertThat(scores.has("dev.f1")).isTrue();
    assertThat(scores.has("test.f1")).isTrue();
    JsonNode run = JSON.readTree(model.resolve("run.json").toFile());
    assertThat(run.get("command").asText()).startsWith("converse train tagger --train");
    assertThat(run.at("/versions/pytorch").asText()).startsWith("2.");
    assertThat(run.at("/settings/threads").asText()).isEqualTo("1");
    assertThat(run.at("/epochs").size()).isEqualTo(2);
    JsonNode translator = JSON.readTree(TinyWorld.of("translator/model.json").toFile());
    assertThat(translator.at("/scores").get("valid.perplexity").asDouble()).isGreaterThan(1);
    assertThat(translator.at("/corpora").get("bitext.1").asText()).hasSize(64);
  }

  @Test
  void resultsAreOnStdoutAndProgressOnStderr() {
    Path unused = TinyWorld.of("can");
    Cli.Result result = Cli.done(TinyWorld.baseline("baseline"));
    assertThat(result.lines()).hasSize(3);
    assertThat(result.out()).containsPattern("dev precision [0-9.]+ recall [0-9.]+ F1 [0-9.]+\n");
    assertThat(result.out()).contains("test precision ").contains("\nmodel ");
    assertThat(result.err()).contains("epoch 1: loss").contains("epoch 2: loss");
  }

  @Test
  void nonEmptyOutIsLeftAlone() {
    Path unused = TinyWorld.of("can");
    Cli.Result result = Cli.run(TinyWorld.translator("translator"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("is not empty").contains("--overwrite");
  }

  @Test
  void aFolderThatHoldsNoModelIsNotOverwritten() throws IOException {
    Path precious = Files.createDirectory(TinyWorld.of("precious"));
    TinyWorld.write("precious/letter.txt", "kept");
    Cli.Result result = Cli.run(TinyWorld.baseline("precious", "--overwrite"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(precious.resolve("letter.txt")).hasContent("kept");
  }

  @Test
  void overwritingReplacesTheModel() throws IOException {
    Path model = TinyWorld.of("replaced");
    Cli.done(TinyWorld.baseline("replaced"));
    String before = contents(model).get("weights.safetensors");
    Cli.done(TinyWorld.baseline("replaced", "--overwrite", "--seed", 5));
    assertThat(contents(model).get("weights.safetensors")).isNotEqualTo(before);
    Cli.Result resumed = Cli.run(TinyWorld.baseline("replaced", "--resume"));
    assertThat(resumed.code()).isEqualTo(2);
    assertThat(resumed.err()).contains("config.seed was 5, is 1");
  }

  @Test
  void anInterruptedTranslatorIsResumedToTheSameBytes() throws Exception {
    Path whole = TinyWorld.of("translator");
    Path part = TinyWorld.of("resumed-translator");
    interruptAfterOneEpoch(TinyWorld.translator("resumed-translator"), part);
    Cli.Result other = Cli.run(TinyWorld.translator("resumed-translator", "--resume", "--bpe", 61));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("config.bpe was 60, is 61");
    Cli.Result resumed = Cli.done(TinyWorld.translator("resumed-translator", "--resume"));
    assertThat(resumed.err()).contains("resumed in epoch 2");
    assertThat(contents(part)).isEqualTo(contents(whole));
  }

  @Test
  void madePairsArePartOfWhatARunWasTold() throws Exception {
    Path unused = TinyWorld.of("can");
    Object[] names = {"--swap-names", 1, "--copy-pairs", 20};
    Cli.Result whole = Cli.done(TinyWorld.translator("names", names));
    assertThat(whole.err())
        .containsPattern("pairs with a name to swap: [1-9][0-9]* of 150")
        .containsPattern("made: [1-9][0-9]* pairs with other names .* 20 pairs of names");
    JsonNode model = JSON.readTree(TinyWorld.of("names/model.json").toFile());
    assertThat(model.at("/config/augmentation/swapNames").asDouble()).isEqualTo(1);
    interruptAfterOneEpoch(
        TinyWorld.translator("resumed-names", names), TinyWorld.of("resumed-names"));
    Cli.Result other = Cli.run(TinyWorld.translator("resumed-names", "--resume"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("augmentation.swapNames was 1.0, is nothing");
    Object[] resume = {"--swap-names", 1, "--copy-pairs", 20, "--resume"};
    Cli.Result resumed = Cli.done(TinyWorld.translator("resumed-names", resume));
    assertThat(resumed.err()).contains("resumed in epoch 2");
    assertThat(contents(TinyWorld.of("resumed-names"))).isEqualTo(contents(TinyWorld.of("names")));
  }

  /** Keeps what one epoch left, as a kill would: trains one epoch beside, then puts it there. */
  private static void interruptAfterOneEpoch(Object[] command, Path out) throws Exception {
    String[] texts = Stream.of(command).map(Object::toString).toArray(String[]::new);
    Thread main = Thread.currentThread();
    java.io.OutputStream err =
        new java.io.OutputStream() {
          private final StringBuilder text = new StringBuilder();

          @Override
          public void write(int b) {
            text.append((char) b);
            if (text.indexOf("epoch 1:") >= 0) {
              main.interrupt();
            }
          }
        };
    int code =
        Main.run(
            texts,
            java.io.InputStream.nullInputStream(),
            java.io.OutputStream.nullOutputStream(),
            err);
    boolean unused = Thread.interrupted();
    assertThat(code).isEqualTo(130);
    assertThat(out.resolve("checkpoint.safetensors")).exists();
  }

  @Test
  void anInterruptedTaggerIsResumedToTheSameBytes() throws Exception {
    Path whole = TinyWorld.of("can");
    interruptAfterOneEpoch(
        TinyWorld.can("resumed-tagger", "store"), TinyWorld.of("resumed-tagger"));
    Cli.Result resumed = Cli.done(TinyWorld.can("resumed-tagger", "store", "--resume"));
    assertThat(resumed.err()).contains("resumed after epoch 1");
    assertThat(contents(TinyWorld.of("resumed-tagger"))).isEqualTo(contents(whole));
  }

  @Test
  void aFinishedTranslatorGoesOnToMoreEpochsAsIfItHadNeverEnded() throws IOException {
    Path whole = TinyWorld.of("translator");
    Cli.done(TinyWorld.translator("longer-translator", "--epochs", 1));
    Cli.Result resumed = Cli.done(TinyWorld.translator("longer-translator", "--resume"));
    assertThat(resumed.err()).contains("resumed in epoch 2");
    assertThat(contents(TinyWorld.of("longer-translator"))).isEqualTo(contents(whole));
  }

  @Test
  void aFinishedTaggerGoesOnToMoreEpochsAsIfItHadNeverEnded() throws IOException {
    Path whole = TinyWorld.of("can");
    Cli.done(TinyWorld.can("longer-tagger", "store", "--epochs", 1));
    Cli.Result resumed = Cli.done(TinyWorld.can("longer-tagger", "store", "--resume"));
    assertThat(resumed.err()).contains("resumed after epoch 1");
    assertThat(contents(TinyWorld.of("longer-tagger"))).isEqualTo(contents(whole));
  }

  @Test
  void otherVectorsUnderTheSameNameAreNotGoneOnWith() throws IOException {
    Path vectors = TinyWorld.write("changing.vec", "a 1 2\nb 3 4\n");
    Object[] command =
        TinyWorld.baseline("on-vectors", "--embedding", "static:" + vectors, "--epochs", 1);
    Cli.done(command);
    TinyWorld.write("changing.vec", "a 1 2\nb 3 5\n");
    Object[] more =
        TinyWorld.baseline(
            "on-vectors", "--embedding", "static:" + vectors, "--epochs", 2, "--resume");
    Cli.Result result = Cli.run(more);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("embeddingFiles");
  }

  @Test
  void aModelWithoutItsCheckpointIsNotResumed() {
    Path unused = TinyWorld.of("can");
    Path packed = TinyWorld.of("packed-translator");
    Cli.done("pack", "--model", TinyWorld.of("translator"), "--out", packed);
    Cli.Result result = Cli.run(TinyWorld.translator("packed-translator", "--resume"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("holds a model without its checkpoint");
  }

  @Test
  void aLayerThatIsNotThereIsToldBeforeAnythingIsTranslated() {
    Path unused = TinyWorld.of("can");
    Path store = TinyWorld.of("untouched-store");
    Cli.Result result = Cli.run(TinyWorld.can("no-layer", "untouched-store", "--layer", 9));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("layer 9: the translator has");
    assertThat(store).doesNotExist();
  }

  @Test
  void anUnknownSettingNamesTheValidOnes() {
    Path train = TinyWorld.of("train.conll");
    Path config = TinyWorld.write("typo.yml", "hiden: 3\n");
    Cli.Result result =
        Cli.run(
            "train",
            "tagger",
            "--train",
            train,
            "--dev",
            train,
            "--embedding",
            "char:3",
            "--config",
            config,
            "--out",
            TinyWorld.of("typo"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .contains("typo.yml:1: there is no setting 'hiden'")
        .contains("batchSize, ")
        .contains("hidden, ");
  }

  @Test
  void transferOptionsNeedSomethingToCarry() {
    Path unused = TinyWorld.of("can");
    Cli.Result result = Cli.run(TinyWorld.baseline("nothing", "--layer", "first"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--layer").contains("--translator and --teacher");
  }
}
