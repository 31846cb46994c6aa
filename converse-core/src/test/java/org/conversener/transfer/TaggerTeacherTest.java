package org.conversener.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.TinyModels;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.tagging.Tagger;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggerTeacherTest {
  private static final List<String> ENGLISH = List.of("Vado", "lives", "in", "Sund", ".");

  @TempDir private static Path folder = Path.of("");

  private static ModelDirectory directory;

  @BeforeAll
  static void train() throws Exception {
    directory = TinyModels.teacher(folder.resolve("teacher"), 5);
  }

  @Test
  void featuresAreThoseOfTheTaggerRowByRow() throws Exception {
    try (Tagger tagger = Models.loadTeacher(directory)) {
      Teacher teacher = new TaggerTeacher(tagger, directory.identity());
      float[][] rows = tagger.features(Sentence.of(ENGLISH));
      float[] flat = teacher.features(ENGLISH);
      assertThat(teacher.width()).isEqualTo(10);
      assertThat(flat).hasSize(5 * 10);
      for (int word = 0; word < 5; word++) {
        assertThat(java.util.Arrays.copyOfRange(flat, word * 10, word * 10 + 10))
            .isEqualTo(rows[word]);
      }
      assertThat(rows[0]).isNotEqualTo(rows[1]);
      assertThat(teacher.identity()).isEqualTo(directory.identity());
    }
  }

  @Test
  void manySentencesAreReadAsEachAloneToTheLastBit() throws Exception {
    try (Tagger tagger = Models.loadTeacher(directory)) {
      Teacher teacher = new TaggerTeacher(tagger, directory.identity());
      List<List<String>> all =
          List.of(ENGLISH, List.of("Sund"), List.of("Vado", "left", "Sund"), ENGLISH);
      List<float[]> together = teacher.featuresOfAll(all);
      assertThat(together).hasSize(4);
      for (int i = 0; i < 4; i++) {
        assertThat(together.get(i)).as("%s", all.get(i)).isEqualTo(teacher.features(all.get(i)));
      }
      assertThat(teacher.featuresOfAll(List.of())).isEmpty();
    }
  }

  @Test
  void randomisingChangesWeightsAndFeaturesButNotShapes() throws Exception {
    try (Tagger trained = Models.loadTeacher(directory);
        Tagger random = Models.loadTeacher(directory)) {
      float[] before = TaggerTeacher.randomised(random, "x", 1).features(ENGLISH);
      assertThat(before).isNotEqualTo(new TaggerTeacher(trained, "x").features(ENGLISH));
      assertThat(shapes(random)).isEqualTo(shapes(trained));
      Map<String, List<Double>> old = weights(trained);
      weights(random)
          .forEach(
              (name, values) -> {
                boolean isConstant = values.stream().distinct().count() == 1;
                assertThat(values.equals(old.get(name))).as(name).isEqualTo(isConstant);
              });
    }
  }

  @Test
  void randomisingIsDeterministicAndDependsOnItsSeed() throws Exception {
    try (Tagger first = Models.loadTeacher(directory);
        Tagger second = Models.loadTeacher(directory);
        Tagger other = Models.loadTeacher(directory)) {
      Teacher teacher = TaggerTeacher.randomised(first, "x", 1);
      Teacher again = TaggerTeacher.randomised(second, "x", 1);
      Teacher seeded = TaggerTeacher.randomised(other, "x", 2);
      assertThat(again.features(ENGLISH)).isEqualTo(teacher.features(ENGLISH));
      assertThat(seeded.features(ENGLISH)).isNotEqualTo(teacher.features(ENGLISH));
      assertThat(again.identity()).isEqualTo(teacher.identity());
      assertThat(seeded.identity()).isNotEqualTo(teacher.identity());
    }
  }

  @Test
  void randomisedTeachersOfTwoTaggersAreNotTakenForOne() throws Exception {
    try (Tagger tagger = Models.loadTeacher(directory)) {
      assertThat(TaggerTeacher.randomised(tagger, "x", 1).identity())
          .isNotEqualTo(TaggerTeacher.randomised(tagger, "y", 1).identity())
          .isNotEqualTo("x");
    }
  }

  private static Map<String, List<Long>> shapes(Tagger tagger) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    tagger
        .parameters()
        .all()
        .forEach(
            (name, tensor) ->
                shapes.put(name, java.util.Arrays.stream(tensor.shape()).boxed().toList()));
    return shapes;
  }

  private static Map<String, List<Double>> weights(Tagger tagger) {
    Map<String, List<Double>> weights = new LinkedHashMap<>();
    try (Scope scope = Scope.withoutGradients()) {
      tagger
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  weights.put(name, java.util.Arrays.stream(tensor.toDoubles()).boxed().toList()));
    }
    return weights;
  }
}
