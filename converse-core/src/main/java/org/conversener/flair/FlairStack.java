package org.conversener.flair;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.Embeddings;
import org.conversener.embedding.WordVectors;
import org.conversener.torchfile.PickleObject;
import org.conversener.torchfile.PickleValues;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings of a tagger, a {@code StackedEmbeddings} or one alone ({@code
 * flair/embeddings/token.py}). A token keeps its vectors by the names of the embeddings, and gives
 * them sorted by these ({@code flair/data.py}); so do we.
 */
final class FlairStack implements AutoCloseable {
  private static final String ROOT = "embeddings";
  private static final int MOST = 32;
  private static final Set<String> LANGUAGE_MODELS = Set.of("FlairEmbeddings", "CharLMEmbeddings");

  private final Path file;
  private final FlairWeights weights;
  private final List<String> notices;
  private final List<Part> parts = new ArrayList<>();
  private final List<CharacterLanguageModel> models = new ArrayList<>();

  private record Part(String name, int width, Embeddings.Given features) {}

  private FlairStack(Path file, FlairWeights weights, List<String> notices) {
    this.file = file;
    this.weights = weights;
    this.notices = notices;
  }

  /** Reads the embeddings of a tagger with these settings. */
  static FlairStack read(FlairFields tagger, FlairWeights weights, List<String> notices)
      throws IOException {
    FlairStack stack = new FlairStack(tagger.file(), weights, notices);
    try {
      stack.read(tagger.get(ROOT));
      return stack;
    } catch (IOException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void read(@Nullable Object root) throws IOException {
    FlairFields fields = FlairFields.of(file, ROOT, root);
    if (!kind(root).equals("StackedEmbeddings")) {
      add(root, ROOT);
      return;
    }
    if (!(fields.get(ROOT) instanceof List<?> members) || members.isEmpty()) {
      throw fields.wrong(ROOT, "a list of embeddings");
    }
    if (members.size() > MOST) {
      throw fields.bad(ROOT, "expected at most " + MOST + " of them, found " + members.size());
    }
    for (int i = 0; i < members.size(); i++) {
      add(members.get(i), ROOT + ".list_embedding_" + i);
    }
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      if (!names.add(part.name)) {
        throw fields.bad(ROOT, "two are named \"" + part.name + "\", and Flair keeps one of them");
      }
    }
    parts.sort(
        Comparator.comparing((Part part) -> part.name.codePoints().toArray(), Arrays::compare));
  }

  private void add(@Nullable Object member, String where) throws IOException {
    FlairFields fields = FlairFields.of(file, where, member);
    String kind = kind(member);
    String prefix = where + ".";
    if (kind.equals("WordEmbeddings")) {
      WordVectors vectors = FlairVectors.read(fields, weights, prefix);
      parts.add(
          new Part(fields.text("name"), vectors.width(), new Embeddings.GivenVectors(vectors)));
    } else if (LANGUAGE_MODELS.contains(kind)) {
      parts.add(languageModel(fields, prefix));
    } else {
      throw fields.bad(
          "class",
          "expected WordEmbeddings or FlairEmbeddings, found "
              + kind
              + (kind.equals("PooledFlairEmbeddings")
                  ? ", whose vectors depend on the sentences read before"
                  : "")
              + "; Converse has no such embeddings, so this tagger cannot be imported");
    }
  }

  private Part languageModel(FlairFields fields, String prefix) throws IOException {
    if (!fields.flag("tokenized_lm", true)) {
      throw fields.wrong("tokenized_lm", "true: Converse puts a space between tokens");
    }
    if (fields.flag("is_lower", false)) {
      throw fields.wrong("is_lower", "false: Converse reads words as they are");
    }
    FlairFields settings = fields.has("model_params") ? fields.of("model_params") : fields.of("lm");
    CharacterLanguageModel model =
        FlairLanguageModel.read(settings, weights, prefix + "lm.", notices);
    models.add(model);
    boolean isAtSpace = fields.flag("with_whitespace", true);
    return new Part(
        fields.text("name"), model.width(), new Embeddings.GivenLanguageModel(model, isAtSpace));
  }

  /** The name of the class of an embedding: of its object or, since 0.13, what its dict says. */
  private static String kind(@Nullable Object member) {
    if (member instanceof PickleObject object) {
      return object.type().name();
    }
    Object name = member instanceof Map<?, ?> map ? map.get("__cls__") : null;
    return name instanceof String text
        ? text
        : name == null ? "nothing" : PickleValues.describe(name);
  }

  /** The features in the order in which they stand side by side. */
  List<Embeddings.Given> features() {
    return parts.stream().map(Part::features).toList();
  }

  /** The width of all. */
  int width() {
    return parts.stream().mapToInt(Part::width).reduce(0, Math::addExact);
  }

  /** Frees the language models. */
  @Override
  public void close() {
    models.forEach(CharacterLanguageModel::close);
  }
}
