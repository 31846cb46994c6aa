package org.conversener.bert;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.conversener.corpus.JsonProblem;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.WordPiece;

/** The small files of a directory in Hugging Face's layout. */
final class BertFiles {
  static final String CONFIG = "config.json";
  static final String TOKENIZER = "tokenizer_config.json";
  static final String VOCABULARY = "vocab.txt";
  static final String WEIGHTS = "model.safetensors";

  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final long MAX_TEXT = 256L << 20;

  private BertFiles() {}

  /**
   * Checks that a directory has all it needs.
   *
   * @throws NoSuchFileException names the first file that is missing
   */
  static void check(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "there is no such directory");
    }
    for (String name : List.of(CONFIG, VOCABULARY, WEIGHTS)) {
      if (!Files.isRegularFile(directory.resolve(name))) {
        throw new NoSuchFileException(
            directory.resolve(name).toString(),
            null,
            "expected a directory of BERT, which has "
                + String.join(", ", CONFIG, VOCABULARY, WEIGHTS)
                + "; 'converse import bert' makes one");
      }
    }
  }

  /**
   * An object of JSON.
   *
   * @throws CorruptFileException if the file is none
   */
  static JsonNode readJson(Path file) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(bytes(file));
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "this is not JSON: " + JsonProblem.of(e));
    } catch (CharConversionException e) {
      throw new CorruptFileException(file, "this is not UTF-8");
    }
    if (!root.isObject()) {
      throw new CorruptFileException(file, "expected an object of JSON");
    }
    return root;
  }

  /**
   * The pieces of {@code vocab.txt}, one a line.
   *
   * @throws CorruptFileException if the file is not UTF-8, or not of this network
   */
  static WordPiece readVocabulary(Path file, BertConfig config) throws IOException {
    List<String> pieces = readPieces(file);
    if (pieces.size() != config.vocabulary()) {
      throw new CorruptFileException(
          file,
          "expected "
              + config.vocabulary()
              + " pieces as config.json says, found "
              + pieces.size());
    }
    try {
      return new WordPiece(pieces, config.tokenizer());
    } catch (IllegalArgumentException e) {
      throw new CorruptFileException(file, String.valueOf(e.getMessage()));
    }
  }

  /** The lines of {@code vocab.txt}; only a line feed ends one, with a carriage return or not. */
  static List<String> readPieces(Path file) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file, "this is not UTF-8");
    }
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    whole =
        whole.endsWith("\r") && text.contains("\r\n")
            ? whole.substring(0, whole.length() - 1)
            : whole;
    return List.of(whole.split("\r?\n", -1));
  }

  /**
   * Whether pieces are of words with capitals; else text is to be put into lower case first. Others
   * too have capitals here and there, which are none of a word: in signs without a small form, as
   * the ℝ of English ones, in numerals, and in marks, as the {@code <S>} of the Chinese one.
   */
  static boolean haveCapitals(List<String> pieces) {
    return pieces.stream()
        .map(piece -> piece.startsWith("##") ? piece.substring(2) : piece)
        .filter(piece -> piece.codePoints().allMatch(Character::isLetter))
        .anyMatch(piece -> piece.codePoints().anyMatch(c -> Character.toLowerCase(c) != c));
  }

  private static byte[] bytes(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_TEXT) {
      throw new CorruptFileException(
          file, "expected at most " + MAX_TEXT + " bytes of text, found " + size);
    }
    return Files.readAllBytes(file);
  }
}
