package org.conversener.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.augmentation.AugmentationConfig;
import org.conversener.bert.BertImport;
import org.conversener.embedding.CharacterLanguageModel;
import org.conversener.embedding.Embeddings;
import org.conversener.tagging.Tagger;
import org.conversener.tensor.CorruptFileException;
import org.conversener.transfer.CarriedFeatures;
import org.conversener.transfer.IdentityTranslator;
import org.conversener.transfer.KnowledgeCache;
import org.conversener.transfer.KnowledgeMaker;
import org.conversener.transfer.KnowledgeSource;
import org.conversener.transfer.TaggerTeacher;
import org.conversener.transfer.Teacher;
import org.conversener.transfer.TransferOptions;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.GlossTranslator;
import org.conversener.translation.Products;
import org.conversener.translation.Translator;
import org.jspecify.annotations.Nullable;

/** Saves and loads each kind of model as a {@link ModelDirectory}. */
public final class Models {
  /** The kind of a translator, whichever it is. */
  public static final String TRANSLATOR = "translator";

  /** The kind of a tagger, which is also what a teacher is. */
  public static final String TAGGER = "tagger";

  /** The kind of a BERT, which a tagger reads as an embedding. */
  public static final String BERT = "bert";

  /** The kind of a character language model. */
  public static final String CHARLM = "charlm";

  /** The name of the reference to the teacher. */
  public static final String TEACHER = "teacher";

  /** The seed of the control {@code random-teacher}. */
  public static final long RANDOM_TEACHER_SEED = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRANSFER = "transfer";
  private static final String AUGMENTATION = "augmentation";
  private static final String LAYERS = "layers";

  /** The setting that tells translators apart. One that lacks it is older, and convolutional. */
  private static final String TRANSLATOR_KIND = "translator";

  private static final String CONV = "conv";
  private static final String GLOSS = "gloss";
  private static final long CACHE_BYTES = 256L << 20;

  private Models() {}

  /** Makes the knowledge of sentences available: from a store, or made when it is asked for. */
  @FunctionalInterface
  public interface KnowledgeKeeper {
    /** A source that asks {@code maker} for what it does not have. */
    KnowledgeSource keep(KnowledgeMaker maker) throws IOException;

    /** Remembers in memory what was asked for last. */
    static KnowledgeKeeper inMemory() {
      return maker -> new KnowledgeCache(maker, CACHE_BYTES);
    }
  }

  /**
   * What a tagger carries features with.
   *
   * @param options the choices of the transfer
   * @param translator the translator's directory
   * @param teacher the teacher's directory
   */
  public record Transfer(
      TransferOptions options, ModelDirectory translator, ModelDirectory teacher) {}

  /** Saves a convolutional translator. */
  public static ModelDirectory save(
      ConvTranslator translator, Path out, boolean isOverwriting, Provenance provenance)
      throws IOException {
    return save(translator, AugmentationConfig.OFF, out, isOverwriting, provenance);
  }

  /** Saves a translator, with what was made from its corpora for its training. */
  public static ModelDirectory save(
      ConvTranslator translator,
      AugmentationConfig augmentation,
      Path out,
      boolean isOverwriting,
      Provenance provenance)
      throws IOException {
    return ModelDirectory.create(
        out,
        isOverwriting,
        folder -> {
          translator.writeTo(folder);
          ObjectNode config = JSON.valueToTree(translator.config());
          if (augmentation.makesPairs()) {
            config.set(AUGMENTATION, JSON.valueToTree(augmentation));
          }
          config.put(TRANSLATOR_KIND, CONV);
          return draft(TRANSLATOR, config, translator.config().seed(), provenance, Map.of());
        });
  }

  /** Saves a gloss translator. */
  public static ModelDirectory save(
      GlossTranslator translator, Path out, boolean isOverwriting, Provenance provenance)
      throws IOException {
    return ModelDirectory.create(
        out,
        isOverwriting,
        folder -> {
          translator.writeTo(folder);
          ObjectNode config = JSON.valueToTree(translator.config());
          config.put(TRANSLATOR_KIND, GLOSS);
          return draft(TRANSLATOR, config, translator.config().seed(), provenance, Map.of());
        });
  }

  /** Saves an imported BERT, in Hugging Face's layout. */
  public static ModelDirectory save(
      BertImport bert, Path out, boolean isOverwriting, Provenance provenance) throws IOException {
    return ModelDirectory.create(
        out,
        isOverwriting,
        folder -> {
          bert.writeTo(folder);
          return draft(BERT, bert.settings(), 0, provenance, Map.of());
        });
  }

  /** Saves a tagger, with what it carries features with or null. */
  public static ModelDirectory save(
      Tagger tagger,
      @Nullable Transfer transfer,
      Path out,
      boolean isOverwriting,
      Provenance provenance)
      throws IOException {
    return ModelDirectory.create(
        out,
        isOverwriting,
        folder -> {
          tagger.writeTo(folder);
          ObjectNode config = JSON.valueToTree(tagger.config());
          if (tagger.layers() > 1) {
            config.put(LAYERS, tagger.layers());
          }
          Map<String, ModelDirectory> references = new LinkedHashMap<>();
          if (transfer != null) {
            config.set(TRANSFER, JSON.valueToTree(transfer.options().toMap()));
            references.put(TRANSLATOR, transfer.translator());
            references.put(TEACHER, transfer.teacher());
          }
          return draft(TAGGER, config, tagger.config().seed(), provenance, references);
        });
  }

  /** Saves a character language model. */
  public static ModelDirectory save(
      CharacterLanguageModel model, Path out, boolean isOverwriting, Provenance provenance)
      throws IOException {
    return ModelDirectory.create(
        out,
        isOverwriting,
        folder -> {
          model.writeTo(folder);
          JsonNode config = JSON.valueToTree(model.config());
          return draft(CHARLM, config, model.config().seed(), provenance, Map.of());
        });
  }

  private static ModelDraft draft(
      String kind,
      JsonNode config,
      long seed,
      Provenance provenance,
      Map<String, ModelDirectory> references) {
    return new ModelDraft(
        kind,
        Version.CONVERSE,
        config,
        seed,
        provenance.corpora(),
        provenance.scores(),
        references,
        provenance.run());
  }

  /**
   * Loads a translator, convolutional or gloss.
   *
   * @throws IllegalArgumentException if the directory holds another kind of model
   * @throws CorruptFileException if this Converse knows no such translator
   */
  public static Translator loadTranslator(ModelDirectory directory) throws IOException {
    return loadTranslator(directory, null);
  }

  /**
   * As above, with matrices multiplied in another kind of number than the translator was trained
   * with.
   *
   * @param products null to multiply as it was trained
   * @throws IllegalArgumentException if products are given for a translator that has none
   */
  public static Translator loadTranslator(ModelDirectory directory, @Nullable Products products)
      throws IOException {
    check(directory, TRANSLATOR);
    String kind = translatorKind(directory);
    if (products != null && kind.equals(GLOSS)) {
      throw new IllegalArgumentException(
          directory.path() + ": a gloss translator multiplies no matrices, in " + products);
    }
    return switch (kind) {
      case CONV ->
          products == null
              ? ConvTranslator.readFrom(directory.path())
              : ConvTranslator.readFrom(directory.path(), products);
      case GLOSS -> GlossTranslator.readFrom(directory.path());
      default ->
          throw new CorruptFileException(
              directory.path().resolve("model.json"),
              "translator: expected " + CONV + " or " + GLOSS + ", found \"" + kind + "\"");
    };
  }

  /**
   * Checks that a directory holds a gloss translator.
   *
   * @throws IllegalArgumentException if it holds anything else
   */
  public static void checkGloss(ModelDirectory directory) {
    check(directory, TRANSLATOR);
    String kind = translatorKind(directory);
    if (!kind.equals(GLOSS)) {
      throw new IllegalArgumentException(
          directory.path()
              + ": expected a translator of kind gloss, found kind "
              + kind
              + "; make one with 'converse train translator --kind gloss'");
    }
  }

  /**
   * Loads a character language model.
   *
   * @throws IllegalArgumentException if the directory holds another kind of model
   */
  public static CharacterLanguageModel loadCharlm(ModelDirectory directory) throws IOException {
    check(directory, CHARLM);
    return CharacterLanguageModel.readFrom(directory.path());
  }

  private static String translatorKind(ModelDirectory directory) {
    return directory.manifest().config().path(TRANSLATOR_KIND).asText(CONV);
  }

  /** Loads a tagger that carries nothing, such as a teacher. */
  public static Tagger loadTeacher(ModelDirectory directory) throws IOException {
    check(directory, TAGGER);
    if (directory.hasReference(TRANSLATOR)) {
      throw new IllegalArgumentException(
          directory.path() + ": a teacher must not itself carry features; this tagger does");
    }
    return Tagger.readFrom(directory.path(), null);
  }

  /**
   * Loads a tagger and, if it carries features, its translator and teacher.
   *
   * @param keeper where the knowledge of sentences is kept
   */
  public static LoadedTagger loadTagger(ModelDirectory directory, KnowledgeKeeper keeper)
      throws IOException {
    check(directory, TAGGER);
    if (!directory.hasReference(TRANSLATOR)) {
      return new LoadedTagger(Tagger.readFrom(directory.path(), null), directory, null, null);
    }
    TransferOptions options = transferOptions(directory);
    Bridge bridge =
        bridge(options, directory.openReference(TRANSLATOR), directory.openReference(TEACHER));
    try {
      KnowledgeSource source = keeper.keep(new KnowledgeMaker(bridge.translator, bridge.teacher));
      List<List<String>> pool =
          options.control() == TransferOptions.Control.SHUFFLED
              ? CarriedFeatures.readPool(directory.path())
              : List.of();
      Tagger tagger = Tagger.readFrom(directory.path(), carried(source, options, bridge, pool));
      return new LoadedTagger(tagger, directory, bridge.translator, bridge.tagger);
    } catch (IOException | RuntimeException e) {
      bridge.close();
      throw e;
    }
  }

  /**
   * What translates and what reads the translation, as an option of the transfer demands.
   *
   * @param translator the translator, or the one that leaves words as they are
   * @param tagger the teacher's tagger
   * @param teacher the same as a teacher
   */
  public record Bridge(Translator translator, Tagger tagger, Teacher teacher)
      implements AutoCloseable {
    @Override
    public void close() {
      translator.close();
      tagger.close();
    }
  }

  /** Loads translator and teacher; for the controls, what stands in their place. */
  public static Bridge bridge(
      TransferOptions options, ModelDirectory translator, ModelDirectory teacher)
      throws IOException {
    boolean isUntranslated = options.control() == TransferOptions.Control.UNTRANSLATED;
    Translator words = isUntranslated ? new IdentityTranslator() : loadTranslator(translator);
    if (words instanceof GlossTranslator && options.attention().shift() != 0) {
      words.close();
      throw new IllegalArgumentException(
          translator.path()
              + ": a gloss translator predicts no word after another, so there is no next"
              + " prediction to shift to; expected shift 0, found "
              + options.attention().shift());
    }
    try {
      Tagger tagger = loadTeacher(teacher);
      boolean isRandom = options.control() == TransferOptions.Control.RANDOM_TEACHER;
      Teacher reader =
          isRandom
              ? TaggerTeacher.randomised(tagger, teacher.identity(), RANDOM_TEACHER_SEED)
              : new TaggerTeacher(tagger, teacher.identity());
      return new Bridge(words, tagger, reader);
    } catch (IOException | RuntimeException e) {
      words.close();
      throw e;
    }
  }

  /** Makes carried features for a new or a stored tagger. */
  public static Embeddings.Factory carried(
      KnowledgeSource source, TransferOptions options, Bridge bridge, List<List<String>> pool) {
    return parameters ->
        new CarriedFeatures(
            source, options, bridge.translator.layers(), bridge.teacher.width(), parameters, pool);
  }

  private static TransferOptions transferOptions(ModelDirectory directory) throws IOException {
    try {
      Map<String, String> map = new LinkedHashMap<>();
      for (var field : directory.manifest().config().path(TRANSFER).properties()) {
        map.put(field.getKey(), JSON.treeToValue(field.getValue(), String.class));
      }
      return TransferOptions.fromMap(map);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CorruptFileException(
          directory.path().resolve("model.json"), "transfer: " + e.getMessage());
    }
  }

  private static void check(ModelDirectory directory, String kind) {
    if (!directory.manifest().kind().equals(kind)) {
      throw new IllegalArgumentException(
          directory.path() + ": expected a " + kind + ", found a " + directory.manifest().kind());
    }
  }
}
