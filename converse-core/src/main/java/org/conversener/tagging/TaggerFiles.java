package org.conversener.tagging;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.conversener.corpus.JsonProblem;
import org.conversener.embedding.Concatenation;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.TokenFeatures;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.jspecify.annotations.Nullable;

/** A tagger as files: {@code tagger.json}, {@code tags.vocab}, {@code weights.safetensors}. */
final class TaggerFiles {
  private static final int FORMAT = 1;
  private static final String DESCRIPTION = "tagger.json";
  private static final String LAYERS = "layers";
  private static final String CONFIG = "config";
  private static final String AVERAGED = "averagedEpochs";
  private static final String TAGS = "tags.vocab";
  private static final String WEIGHTS = "weights.safetensors";

  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private TaggerFiles() {}

  /**
   * What {@code tagger.json} says.
   *
   * @param carriedWidth the width of the carried features; 0 if there are none
   * @param layers the layers of the BiLSTM
   */
  record Description(
      int format, TaggerConfig config, List<String> embeddings, int carriedWidth, int layers) {}

  /** The same of a tagger of one layer, as nearly all are. */
  record OneLayer(int format, TaggerConfig config, List<String> embeddings, int carriedWidth) {
    Description described() {
      return new Description(format, config, embeddings, carriedWidth, 1);
    }
  }

  static void write(
      Tagger tagger, TokenFeatures embeddings, @Nullable TokenFeatures carried, Path directory)
      throws IOException {
    if (!(embeddings instanceof Concatenation parts)) {
      throw new IllegalStateException(
          "only embeddings made by Embeddings can be saved, found " + embeddings.describe());
    }
    embeddings.writeTo(directory);
    if (carried != null) {
      carried.writeTo(directory);
    }
    Files.writeString(directory.resolve(TAGS), String.join("\n", tagger.tags().tags()) + "\n");
    Safetensors.write(directory.resolve(WEIGHTS), tagger.parameters().all());
    OneLayer one =
        new OneLayer(
            FORMAT, tagger.config(), parts.describeParts(), carried == null ? 0 : carried.width());
    int layers = tagger.layers();
    Object description =
        layers == 1
            ? one
            : new Description(one.format, one.config, one.embeddings, one.carriedWidth, layers);
    Files.writeString(directory.resolve(DESCRIPTION), JSON.writeValueAsString(description) + "\n");
  }

  static Tagger read(Path directory, Embeddings.@Nullable Factory carried) throws IOException {
    Description description = description(directory.resolve(DESCRIPTION));
    boolean expectsCarried = description.carriedWidth > 0;
    if (expectsCarried != (carried != null)) {
      throw new IllegalArgumentException(
          expectsCarried
              ? "the tagger in " + directory + " reads carried features, none were given"
              : "the tagger in " + directory + " reads no carried features, some were given");
    }
    TagSet tags = tags(directory.resolve(TAGS));
    Path file = directory.resolve(WEIGHTS);
    Tagger tagger;
    // From then on the tagger alone holds the models it reads with.
    try (Embeddings.Factory embeddings = stored(directory, description)) {
      tagger = new Tagger(description.config, tags, embeddings, carried, description.layers);
    }
    try (Scope scope = Scope.withoutGradients()) {
      tagger.parameters().load(Safetensors.read(file));
      return tagger;
    } catch (IllegalArgumentException e) {
      tagger.close();
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      tagger.close();
      throw e;
    }
  }

  private static Description description(Path file) throws IOException {
    try {
      JsonNode tree = JSON.readTree(Files.readAllBytes(file));
      if (tree.get(CONFIG) instanceof ObjectNode config && !config.has(AVERAGED)) {
        config.put(AVERAGED, 0); // of before there were averages
      }
      Description description =
          tree.has(LAYERS)
              ? JSON.treeToValue(tree, Description.class)
              : JSON.treeToValue(tree, OneLayer.class).described();
      if (description.layers < 1 || description.layers > Tagger.MOST_LAYERS) {
        throw new CorruptFileException(
            file,
            "layers: expected 1 to " + Tagger.MOST_LAYERS + " layers, found " + description.layers);
      }
      if (description.format != FORMAT) {
        throw new CorruptFileException(
            file, "format " + description.format + "; this version reads format " + FORMAT);
      }
      return description;
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "this is not JSON: " + JsonProblem.of(e));
    }
  }

  private static TagSet tags(Path file) throws IOException {
    try {
      return new TagSet(Files.readAllLines(file));
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    } catch (MalformedInputException e) {
      throw new CorruptFileException(file, "is not UTF-8");
    }
  }

  private static Embeddings.Factory stored(Path directory, Description description)
      throws IOException {
    try {
      return Embeddings.stored(directory, description.embeddings);
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(
          directory.resolve(DESCRIPTION), String.valueOf(e.getMessage()));
    }
  }
}
