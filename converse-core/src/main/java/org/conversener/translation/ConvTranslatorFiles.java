package org.conversener.translation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.conversener.corpus.BadDataException;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.text.Bpe;
import org.conversener.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/** The files of a convolutional translator. */
final class ConvTranslatorFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String CONFIG = "translator.json";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String MERGES = "codes.bpe";
  private static final String SOURCE = "source.vocab";
  private static final String TARGET = "target.vocab";
  private static final String NAMES = "words.tsv";

  /** Changed when the same weights translate otherwise, if only in the last bits. */
  private static final String ROUNDING = "2";

  private static final String SOURCE_MERGES = "source.codes.bpe";
  private static final String LONGEST = "longest";
  private static final String WINDOW = "window";
  private static final String KEEPS = "keepsNames";
  private static final String RECASES = "recasesHeadlines";

  private ConvTranslatorFiles() {}

  static void write(
      Path directory,
      ConvConfig config,
      SourceLengths lengths,
      Subwords subwords,
      ConvNetwork network,
      KnownWords known)
      throws IOException {
    KeptNames words = known.counts();
    ObjectNode json = JSON.valueToTree(config);
    json.put(LONGEST, lengths.longest()).put(WINDOW, lengths.window());
    if (words != null) {
      json.put(KEEPS, known.keepsNames()).put(RECASES, known.recasesHeadlines());
    }
    Files.write(directory.resolve(CONFIG), JSON.writeValueAsBytes(json));
    writeLines(directory.resolve(MERGES), subwords.bpe().lines());
    if (config.sourceUnits() == SourceUnits.OWN_BPE) {
      writeLines(directory.resolve(SOURCE_MERGES), subwords.sourceBpe().lines());
    }
    writeLines(directory.resolve(SOURCE), subwords.source().lines());
    writeLines(directory.resolve(TARGET), subwords.target().lines());
    if (words != null) {
      words.write(directory.resolve(NAMES));
    }
    Safetensors.write(directory.resolve(WEIGHTS), network.parameters().all());
  }

  /**
   * @param products in which matrices are multiplied; null as the model's configuration says
   */
  static ConvTranslator read(Path directory, @Nullable Products products) throws IOException {
    ConvConfig config;
    SourceLengths lengths;
    boolean keepsNames;
    boolean recases;
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(directory.resolve(CONFIG)));
      lengths = lengths(directory.resolve(CONFIG), json);
      json.remove(List.of(LONGEST, WINDOW));
      // Older translators do not say it; those without counted words can do neither.
      keepsNames = json.path(KEEPS).asBoolean(true);
      recases = json.path(RECASES).asBoolean(true);
      json.remove(List.of(KEEPS, RECASES));
      if (products != null) {
        json.put("products", products.name());
      }
      config = JSON.treeToValue(json, ConvConfig.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException | ClassCastException e) {
      throw new CorruptFileException(directory.resolve(CONFIG), "unreadable: " + e.getMessage());
    }
    Bpe bpe = Bpe.fromLines(readLines(directory.resolve(MERGES)));
    Subwords subwords =
        new Subwords(
            config.sourceUnits(),
            config.sourceLanguage(),
            config.sourceUnits() == SourceUnits.OWN_BPE
                ? Bpe.fromLines(readLines(directory.resolve(SOURCE_MERGES)))
                : bpe,
            bpe,
            Vocabulary.fromLines(readLines(directory.resolve(SOURCE))),
            Vocabulary.fromLines(readLines(directory.resolve(TARGET))));
    ConvNetwork network = ConvTranslator.network(config, subwords);
    try (Scope scope = Scope.withoutGradients()) {
      network.parameters().load(Safetensors.read(directory.resolve(WEIGHTS)));
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(directory.resolve(WEIGHTS), String.valueOf(e.getMessage()));
    }
    Path names = directory.resolve(NAMES);
    KeptNames kept = Files.exists(names) ? KeptNames.read(names, config.sourceLanguage()) : null;
    return new ConvTranslator(
        config, subwords, network, lengths, new KnownWords(kept, keepsNames, recases));
  }

  private static SourceLengths lengths(Path file, ObjectNode json) throws CorruptFileException {
    int longest = json.path(LONGEST).asInt();
    if (longest < 1) {
      throw new CorruptFileException(
          file, LONGEST + ": expected at least 1, found " + json.get(LONGEST));
    }
    // Older translators have windows as long as the longest sentence.
    int window = json.has(WINDOW) ? json.path(WINDOW).intValue() : longest;
    if (window < 1 || window > longest) {
      throw new CorruptFileException(
          file, WINDOW + ": expected 1 to " + longest + ", found " + json.get(WINDOW));
    }
    return new SourceLengths(longest, window);
  }

  private static void writeLines(Path file, List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static List<String> readLines(Path file) throws IOException {
    // Only \n ends a line: symbols may hold what Java else takes for a line's end.
    String text = Files.readString(file);
    if (!text.endsWith("\n")) {
      throw new BadDataException(file.toString(), 1, "expected a newline at the end of the file");
    }
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  /** A hash of everything that decides a translation but the way to decode. */
  static String hash(ConvConfig config, ConvNetwork network, Subwords subwords, KnownWords known) {
    try (Scope scope = Scope.withoutGradients()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ROUNDING.getBytes(StandardCharsets.UTF_8));
      digest.update(config.products().name().getBytes(StandardCharsets.UTF_8));
      for (java.util.Map.Entry<String, Tensor> entry : network.parameters().all().entrySet()) {
        digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
        float[] values = entry.getValue().toFloats();
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(4 * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes.array());
      }
      for (List<String> lines :
          List.of(subwords.bpe().lines(), subwords.source().lines(), subwords.target().lines())) {
        digest.update(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      }
      if (config.sourceUnits() == SourceUnits.OWN_BPE) {
        String merges = "source merges\n" + String.join("\n", subwords.sourceBpe().lines());
        digest.update(merges.getBytes(StandardCharsets.UTF_8));
      }
      KeptNames words = known.counts();
      if (words != null) {
        String use =
            "keeps "
                + known.keepsNames()
                + " recases "
                + (known.recasesHeadlines() ? Headlines.VERSION : "no")
                + "\n";
        digest.update((use + String.join("\n", words.lines())).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
