package org.conversener.experiment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to compare, as a YAML file says it. Paths are relative to where the command runs.
 *
 * @param language a code for the table, such as {@code es}
 * @param train labelled source text, CoNLL columns
 * @param dev labelled text that chooses the epoch
 * @param test labelled text that is scored
 * @param columns names of the columns as {@code --columns} takes them; null for the default
 * @param stripSegmentDigit as {@code --strip-segment-digit}
 * @param limit how many sentences of train to use, and half as many of dev; 0 for all
 * @param embeddings specifications as {@code --embedding} takes them
 * @param translator a translator's directory
 * @param gloss a gloss translator's directory, for the system {@code gloss}; null without that one
 * @param teacher a teacher's directory
 * @param systems names as {@link SystemSpec#parse} reads them
 * @param seeds a training for each
 * @param profile {@code quick} or {@code paper}
 * @param tagger fields of {@link org.conversener.tagging.TaggerConfig} that differ from the profile
 * @param transfer transfer options, by their names on the command line, that all systems share
 */
public record Experiment(
    String language,
    String train,
    String dev,
    String test,
    @Nullable String columns,
    boolean stripSegmentDigit,
    int limit,
    List<String> embeddings,
    String translator,
    @Nullable String gloss,
    String teacher,
    List<String> systems,
    List<Long> seeds,
    String profile,
    @Nullable Map<String, Object> tagger,
    @Nullable Map<String, String> transfer) {

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
              .build());

  /** Checks that nothing needed is missing. */
  public Experiment {
    require(language, "language");
    require(train, "train");
    require(dev, "dev");
    require(test, "test");
    require(embeddings, "embeddings");
    require(translator, "translator");
    require(teacher, "teacher");
    require(systems, "systems");
    require(seeds, "seeds");
    require(profile, "profile");
    embeddings = List.copyOf(embeddings);
    systems = List.copyOf(systems);
    seeds = List.copyOf(seeds);
    if (systems.isEmpty() || seeds.isEmpty() || embeddings.isEmpty()) {
      throw new IllegalArgumentException(
          "an experiment needs at least one of embeddings, systems and seeds each");
    }
    if (gloss == null && systems.contains("gloss")) {
      throw new IllegalArgumentException(
          "the system gloss needs the key gloss, the directory of a gloss translator");
    }
    if (limit < 0) {
      throw new IllegalArgumentException("limit: expected at least 0, found " + limit);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private static void require(@Nullable Object value, String key) {
    if (value == null) {
      throw new IllegalArgumentException("an experiment needs the key " + key);
    }
  }

  /**
   * Reads a file.
   *
   * @throws java.nio.file.NoSuchFileException if it is missing
   * @throws IllegalArgumentException if it is no YAML, or has a key that is unknown or lacks one
   */
  public static Experiment read(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    try {
      checkKeys(file, text);
      Experiment experiment = YAML.readValue(text, Experiment.class);
      if (experiment == null) {
        throw new IllegalArgumentException(file + ": the experiment is empty");
      }
      return experiment;
    } catch (JsonProcessingException e) {
      String problem =
          e.getCause() instanceof IllegalArgumentException cause
              ? cause.getMessage()
              : e.getOriginalMessage();
      throw new IllegalArgumentException(file + ": " + problem, e);
    }
  }

  /** Looks for unknown keys before anything else, while the parser knows their lines. */
  private static void checkKeys(Path file, byte[] text) throws IOException {
    List<String> known =
        Arrays.stream(Experiment.class.getRecordComponents()).map(c -> c.getName()).toList();
    try (JsonParser parser = YAML.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        if (!known.contains(key)) {
          throw new IllegalArgumentException(
              file
                  + ":"
                  + parser.currentTokenLocation().getLineNr()
                  + ": unknown key "
                  + key
                  + "; valid are "
                  + String.join(", ", known));
        }
        parser.nextToken();
        parser.skipChildren();
      }
    }
  }
}
