package org.conversener.flair;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.tagging.Tagger;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleValues;

/**
 * A sequence tagger or a character language model that Flair saved, as a {@link Tagger} or a {@link
 * CharacterLanguageModel}. The file is read without running anything of it.
 *
 * <p>The tagger chooses, for each sentence, the tags that Flair's Viterbi chooses, but for
 * rounding; where these are not well formed it reads their entities by conlleval's rules, as all of
 * Converse. What it says of its confidence is the CRF's probability of an entity, which Flair does
 * not compute.
 */
public final class FlairImport {
  private static final int SHOWN = 8;

  private FlairImport() {}

  /** What a file held. */
  public sealed interface Imported extends AutoCloseable permits OfTagger, OfLanguageModel {
    /** What a person should know. */
    List<String> notices();

    /** Flair's settings, those that are a text, a number or a truth value. */
    Map<String, Object> settings();

    /** Frees the model. */
    @Override
    void close();
  }

  /**
   * A tagger.
   *
   * @param tagger the tagger
   */
  public record OfTagger(Tagger tagger, List<String> notices, Map<String, Object> settings)
      implements Imported {
    /** Copies the list. */
    public OfTagger {
      notices = List.copyOf(notices);
    }

    @Override
    public void close() {
      tagger.close();
    }
  }

  /**
   * A language model, of one direction.
   *
   * @param model the model
   */
  public record OfLanguageModel(
      CharacterLanguageModel model, List<String> notices, Map<String, Object> settings)
      implements Imported {
    /** Copies the list. */
    public OfLanguageModel {
      notices = List.copyOf(notices);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /**
   * Reads a model; what it is, the file tells.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws CorruptFileException if the file is damaged, hostile, of another kind of model, or of
   *     one that Converse's networks cannot represent; the message says what stands in the way
   */
  public static Imported read(Path path) throws IOException {
    try (FlairFile file = FlairFile.open(path)) {
      FlairFields fields = file.fields();
      if (fields.has("tag_dictionary") && fields.has("embeddings")) {
        return FlairTagger.read(file);
      }
      if (fields.has("is_forward_lm")) {
        return languageModel(file);
      }
      throw file.bad(
          "expected a sequence tagger (with embeddings and a tag_dictionary) or a language model"
              + " (with is_forward_lm and a dictionary) of Flair, found a dict of "
              + shown(fields.values()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CorruptFileException(path, String.valueOf(e.getMessage()));
    }
  }

  private static OfLanguageModel languageModel(FlairFile file) throws IOException {
    List<String> notices = new ArrayList<>();
    FlairWeights weights = new FlairWeights(file);
    CharacterLanguageModel model = FlairLanguageModel.read(file.fields(), weights, "", notices);
    try {
      weights.checkNoneIsLeft();
      return new OfLanguageModel(model, notices, file.fields().scalars());
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  private static String shown(Map<?, ?> dict) {
    List<String> names = new ArrayList<>();
    Iterator<?> keys = dict.keySet().iterator();
    while (keys.hasNext() && names.size() < SHOWN) {
      names.add(PickleValues.describe(keys.next()));
    }
    return String.join(", ", names) + (keys.hasNext() ? ", .." : "");
  }
}
