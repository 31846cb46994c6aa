package org.conversener.embedding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.conversener.corpus.JsonProblem;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;

/** A language model as {@code charlm.json}, {@code chars.vocab}, {@code weights.safetensors}. */
final class CharlmFiles {
  private static final int FORMAT = 1;
  private static final String DESCRIPTION = "charlm.json";
  private static final String CHARACTERS = "chars.vocab";
  private static final String WEIGHTS = "weights.safetensors";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private CharlmFiles() {}

  /** What {@code charlm.json} says. */
  record Description(int format, CharlmConfig config) {}

  static void write(CharacterLanguageModel model, Path folder) throws IOException {
    model.vocabulary().write(folder.resolve(CHARACTERS));
    Safetensors.write(folder.resolve(WEIGHTS), model.parameters().all());
    Files.writeString(
        folder.resolve(DESCRIPTION),
        JSON.writeValueAsString(new Description(FORMAT, model.config())) + "\n");
  }

  static CharacterLanguageModel read(Path folder) throws IOException {
    Description description = description(folder.resolve(DESCRIPTION));
    CharacterVocabulary vocabulary = CharacterVocabulary.read(folder.resolve(CHARACTERS));
    Path file = folder.resolve(WEIGHTS);
    checkSize(file, description.config, vocabulary.size());
    CharacterLanguageModel model = new CharacterLanguageModel(description.config, vocabulary);
    try (Scope scope = Scope.withoutGradients()) {
      model.parameters().load(Safetensors.read(file));
      return model;
    } catch (IllegalArgumentException e) {
      model.close();
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  /** Before the memory is taken that the description asks for. */
  private static void checkSize(Path file, CharlmConfig config, long size) throws IOException {
    long width = config.hidden();
    long in = config.embedding();
    long count = size * in + 4 * width * (in + width + 1) + size * (width + 1);
    if (Files.size(file) < Float.BYTES * count) {
      throw new CorruptFileException(
          file,
          "expected at least "
              + Float.BYTES * count
              + " bytes for a width of "
              + width
              + ", found "
              + Files.size(file));
    }
  }

  private static Description description(Path file) throws IOException {
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      if (!(tree.get("config") instanceof ObjectNode config)) {
        throw new CorruptFileException(file, "expected an object with config, found none");
      }
      if (!config.has("finalShare")) {
        // Models of before this setting were trained without.
        config.put("finalShare", 0);
      }
      Description description = JSON.treeToValue(tree, Description.class);
      if (description.format != FORMAT) {
        throw new CorruptFileException(
            file, "format " + description.format + "; this version reads format " + FORMAT);
      }
      return description;
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "this is not JSON: " + JsonProblem.of(e));
    }
  }
}
