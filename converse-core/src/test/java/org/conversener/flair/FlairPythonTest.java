package org.conversener.flair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that Python's own pickle wrote, and what numpy computed of it: {@code flair/make_flair.py}
 * made both, and says how.
 */
class FlairPythonTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] resource(String name) throws Exception {
    try (InputStream in = FlairPythonTest.class.getResourceAsStream("/flair/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void theTaggerSaysWhatNumpySays() throws Exception {
    Path file = Files.write(folder.resolve("python.pt"), resource("python.pt"));
    JsonNode sentences = new ObjectMapper().readTree(resource("python.json"));
    assertThat(sentences).hasSize(25);
    try (var imported = (FlairImport.OfTagger) FlairImport.read(file)) {
      assertThat(imported.notices()).isEmpty();
      for (JsonNode sentence : sentences) {
        Sentence words = Sentence.of(texts(sentence.path("words")));
        float[][] features = imported.tagger().features(words);
        for (int t = 0; t < features.length; t++) {
          for (int i = 0; i < features[t].length; i++) {
            double expected = sentence.path("features").path(t).path(i).asDouble();
            assertThat((double) features[t][i]).isCloseTo(expected, within(1e-5));
          }
        }
        List<String> tags =
            texts(sentence.path("tags")).stream()
                .map(tag -> tag.replace("<unk>", "S-<unk>"))
                .toList();
        assertThat(imported.tagger().tag(words).tags())
            .as("%s", words.words())
            .isEqualTo(TagScheme.convert(tags, TagScheme.BIO));
      }
    }
  }
}
