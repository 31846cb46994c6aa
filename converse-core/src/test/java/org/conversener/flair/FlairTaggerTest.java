package org.conversener.flair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.embedding.WordVectors;
import org.conversener.flair.ToyFlair.Form;
import org.conversener.tagging.Tagger;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;
import org.conversener.torchfile.TorchWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tags and the features of imported taggers are those that {@link SlowFlair} computes. */
class FlairTaggerTest {
  private static final long SEED = 130;
  private static final List<String> SAID =
      List.of("Ada", "the", "sea", "SEA", "Y33", "12", "Ñu", "𝔘d", "éa", "e", "ab", "z3t", "1");

  /** The sort of the names: words, backward, forward. */
  private static final int[] OLD_ORDER = {0, 2, 1};

  private static final int[] LIST_ORDER = {0, 1, 2};

  @TempDir private Path folder = Path.of("");

  private static List<List<String>> sentences() {
    SplittableRandom random = new SplittableRandom(3);
    List<List<String>> sentences = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<String> words = new ArrayList<>();
      for (int w = 1 + random.nextInt(7); w > 0; w--) {
        words.add(SAID.get(random.nextInt(SAID.size())));
      }
      sentences.add(words);
    }
    return sentences;
  }

  private FlairImport.OfTagger read(byte[] bytes) throws Exception {
    return (FlairImport.OfTagger) FlairImport.read(Files.write(folder.resolve("toy.pt"), bytes));
  }

  /** Flair's tags as Converse writes them. */
  private static List<String> written(List<String> tags) {
    List<String> read = tags.stream().map(tag -> tag.equals("<unk>") ? "S-<unk>" : tag).toList();
    return TagScheme.convert(read, TagScheme.BIO);
  }

  private static List<List<String>> expected(SlowFlair slow) {
    return sentences().stream().map(words -> written(slow.tags(words))).toList();
  }

  private static List<List<String>> found(Tagger tagger) {
    return sentences().stream().map(words -> tagger.tag(Sentence.of(words)).tags()).toList();
  }

  /** The largest difference of the output of the BiLSTM. */
  private static double error(Tagger tagger, SlowFlair slow) {
    double worst = 0;
    for (List<String> words : sentences()) {
      float[][] rows = tagger.features(Sentence.of(words));
      double[][] right = slow.features(words);
      for (int t = 0; t < rows.length; t++) {
        for (int i = 0; i < rows[t].length; i++) {
          worst = Math.max(worst, Math.abs(rows[t][i] - right[t][i]));
        }
      }
    }
    return worst;
  }

  private void assertSame(byte[] bytes, SlowFlair slow) throws Exception {
    try (FlairImport.OfTagger imported = read(bytes)) {
      assertThat(error(imported.tagger(), slow)).isLessThan(1e-5);
      assertThat(found(imported.tagger())).isEqualTo(expected(slow));
    }
  }

  // ---- what Flair computes ----

  @Test
  void bothContainersGiveFlairsTags() throws Exception {
    ToyFlair toy = new ToyFlair(Form.OLD, SEED);
    SlowFlair slow = new SlowFlair(toy, OLD_ORDER);
    assertSame(toy.legacy(), slow);
    assertSame(toy.zip(), slow);
  }

  @Test
  void theExampleOfTheCommandLineIsThisTagger() {
    assertThat(Path.of("..", "converse-cli", "src", "test", "resources", "flair", "tagger.pt"))
        .hasBinaryContent(new ToyFlair(Form.OLD, SEED).legacy());
  }

  @Test
  void theToyTaggerTagsManyThings() {
    List<String> all = new ArrayList<>();
    SlowFlair slow = new SlowFlair(new ToyFlair(Form.OLD, SEED), OLD_ORDER);
    expected(slow).forEach(all::addAll);
    assertThat(all).contains("O", "B-PER", "I-PER", "B-LOC", "B-<unk>");
  }

  @Test
  void filesOfAllTimesGiveFlairsTags() throws Exception {
    for (Form form : List.of(Form.MIDDLE, Form.NEW, Form.DICTS)) {
      ToyFlair toy = new ToyFlair(form, SEED + 1);
      assertSame(toy.legacy(), new SlowFlair(toy, LIST_ORDER));
    }
  }

  @Test
  void severalLayersGiveFlairsTagsAlsoWhenReadBack() throws Exception {
    ToyFlair toy = new ToyFlair(Form.MIDDLE, SEED, 3);
    SlowFlair slow = new SlowFlair(toy, LIST_ORDER);
    assertSame(toy.legacy(), slow);
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      imported.tagger().writeTo(saved);
    }
    try (Tagger again = Tagger.readFrom(saved, null)) {
      assertThat(again.layers()).isEqualTo(3);
      assertThat(error(again, slow)).isLessThan(1e-5);
    }
    Path description = saved.resolve("tagger.json");
    String text = Files.readString(description);
    for (String layers : List.of("0", "9", "1000000000")) {
      Files.writeString(description, text.replace("\"layers\" : 3", "\"layers\" : " + layers));
      assertThatThrownBy(() -> Tagger.readFrom(saved, null))
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining("1 to 8 layers");
    }
  }

  @Test
  void partsStandInTheOrderOfTheirNames() throws Exception {
    ToyFlair toy = new ToyFlair(Form.OLD, SEED);
    toy.member(0).put("name", "z");
    toy.member(1).put("name", "ｚ");
    toy.member(2).put("name", "𝔘");
    assertSame(toy.legacy(), new SlowFlair(toy, LIST_ORDER));
    // In UTF-16 the last would come before the second.
  }

  @Test
  void withoutACrfTheBestTagOfEachWordIsTaken() throws Exception {
    ToyFlair toy = new ToyFlair(Form.MIDDLE, SEED);
    toy.root.put("use_crf", false);
    toy.tensors.remove(toy.transitions());
    SlowFlair slow = new SlowFlair(toy, LIST_ORDER);
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      for (List<String> words : sentences()) {
        List<String> tags = slow.tagsWithoutCrf(words);
        tags = tags.stream().map(tag -> tag.startsWith("<") ? "S-" + tag : tag).toList();
        assertThat(imported.tagger().tag(Sentence.of(words)).tags())
            .isEqualTo(TagScheme.convert(tags, TagScheme.BIO));
      }
    }
  }

  @Test
  void statesMayBeThoseAtTheWordsOwnCharacters() throws Exception {
    ToyFlair toy = new ToyFlair(Form.MIDDLE, SEED);
    byte[] atSpaces = toy.legacy();
    toy.member(1).put("with_whitespace", false);
    try (FlairImport.OfTagger spaces = read(atSpaces);
        FlairImport.OfTagger characters = read(toy.legacy())) {
      SlowFlair slow = new SlowFlair(toy, LIST_ORDER);
      assertThat(error(spaces.tagger(), slow)).isLessThan(1e-5);
      assertThat(error(characters.tagger(), slow)).isGreaterThan(1e-3);
    }
  }

  // ---- what would be wrong is seen to be ----

  @Test
  void permutedGatesAreToldApart() throws Exception {
    for (String name :
        List.of("rnn.weight_ih_l0_reverse", ToyFlair.BACKWARD_MODEL + ".lm.rnn.bias_hh_l0")) {
      ToyFlair toy = new ToyFlair(Form.OLD, SEED);
      SlowFlair slow = new SlowFlair(new ToyFlair(Form.OLD, SEED), OLD_ORDER);
      double[] numbers = toy.numbers(name);
      int gate = numbers.length / 4;
      for (int i = 0; i < gate; i++) {
        double input = numbers[i];
        numbers[i] = numbers[gate + i];
        numbers[gate + i] = input;
      }
      try (FlairImport.OfTagger imported = read(toy.legacy())) {
        assertThat(error(imported.tagger(), slow)).as(name).isGreaterThan(1e-3);
      }
    }
  }

  @Test
  void transposedTransitionsAreToldApart() throws Exception {
    ToyFlair toy = new ToyFlair(Form.OLD, SEED);
    SlowFlair slow = new SlowFlair(new ToyFlair(Form.OLD, SEED), OLD_ORDER);
    double[] scores = toy.numbers("transitions");
    int size = ToyFlair.TAGS.size();
    for (int i = 0; i < size - 2; i++) {
      for (int j = 0; j < i; j++) {
        double kept = scores[i * size + j];
        scores[i * size + j] = scores[j * size + i];
        scores[j * size + i] = kept;
      }
    }
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      assertThat(found(imported.tagger())).isNotEqualTo(expected(slow));
    }
  }

  @Test
  void anotherOrderOfThePartsIsToldApart() throws Exception {
    ToyFlair toy = new ToyFlair(Form.OLD, SEED);
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      assertThat(error(imported.tagger(), new SlowFlair(toy, LIST_ORDER))).isGreaterThan(1e-3);
    }
  }

  // ---- what becomes of it ----

  @Test
  void aSavedTaggerSaysTheSameToTheLastBit() throws Exception {
    ToyFlair toy = new ToyFlair(Form.NEW, SEED);
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      imported.tagger().writeTo(saved);
      try (Tagger again = Tagger.readFrom(saved, null)) {
        assertThat(found(again)).isEqualTo(found(imported.tagger()));
        for (List<String> words : sentences()) {
          assertThat(again.features(Sentence.of(words)))
              .isDeepEqualTo(imported.tagger().features(Sentence.of(words)));
        }
        assertThat(again.config()).isEqualTo(imported.tagger().config());
      }
    }
  }

  @Test
  void wordVectorsStayInSinglePrecision() throws Exception {
    ToyFlair toy = new ToyFlair(Form.MIDDLE, SEED);
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      imported.tagger().writeTo(saved);
    }
    WordVectors vectors = WordVectors.open(saved, "vectors-0");
    float[] row = new float[3];
    assertThat(vectors.copy("ada", row, 0)).isTrue();
    assertThat(row).containsExactly(Arrays.copyOf(toy.vectors, 3));
  }

  @Test
  void settingsThatMatterAreTaken() throws Exception {
    ToyFlair toy = new ToyFlair(Form.OLD, SEED);
    try (FlairImport.OfTagger imported = read(toy.legacy())) {
      assertThat(imported.tagger().config().hidden()).isEqualTo(5);
      assertThat(imported.tagger().config().reprojection()).isEqualTo(10);
      assertThat(imported.tagger().config().embeddingDropout()).isEqualTo(0.5);
      assertThat(imported.tagger().config().wordDropout()).isEqualTo(0.05);
      assertThat(imported.settings()).containsEntry("tag_type", "ner");
      // "ab" is no character.
      assertThat(imported.notices())
          .hasSize(1)
          .first()
          .asString()
          .contains(ToyFlair.FORWARD_MODEL + ".lm.dictionary: 1 items");
    }
  }

  @Test
  void anEmbeddingMayStandAlone() throws Exception {
    ToyFlair toy = new ToyFlair(Form.NEW, SEED);
    toy.root.put("embeddings", toy.members.get(0));
    toy.tensors.keySet().removeIf(name -> name.contains("list_embedding_1"));
    toy.tensors.keySet().removeIf(name -> name.contains("list_embedding_2"));
    Object table = toy.tensors.remove(ToyFlair.WORD + ".embedding.weight");
    toy.tensors.put("embeddings.embedding.weight", java.util.Objects.requireNonNull(table));
    toy.tensors.remove("embedding2nn.weight");
    toy.tensors.remove("embedding2nn.bias");
    for (String suffix : List.of("_l0", "_l0_reverse")) {
      toy.put("rnn.weight_ih" + suffix, new double[60], 20, 3);
    }
    try (FlairImport.OfTagger imported = read(new TorchWriter(toy.root).zip())) {
      assertThat(imported.tagger().config().reprojection()).isZero();
      assertThat(imported.tagger().parameters().all()).doesNotContainKey("reprojection.weight");
      assertThat(imported.tagger().tag(Sentence.of("Ada")).tags()).hasSize(1);
    }
  }
}
