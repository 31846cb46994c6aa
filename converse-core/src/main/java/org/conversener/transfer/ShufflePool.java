package org.conversener.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.conversener.store.Address;
import org.conversener.tensor.CorruptFileException;

/**
 * The sentences whose features the control {@code shuffled} lends to others: a fixed list, kept
 * with the model, so that a sentence's partner never depends on what else is tagged.
 *
 * @param sentences the words of each, none twice, at least one sentence
 */
record ShufflePool(List<List<String>> sentences) {
  /** The file in a model's directory: one JSON array of words a line, UTF-8. */
  static final String FILE = "shuffled.pool";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  ShufflePool {
    var distinct = new LinkedHashSet<List<String>>();
    for (List<String> sentence : sentences) {
      if (sentence.isEmpty()) {
        throw new IllegalArgumentException("a sentence of the shuffle pool has no words");
      }
      distinct.add(List.copyOf(sentence));
    }
    sentences = List.copyOf(distinct);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException(
          "carried-control shuffled: expected the training sentences as a pool, found none");
    }
  }

  /** The sentence that lends its features; never the sentence itself, if there is another. */
  List<String> partnerOf(List<String> words) {
    Address hash = KnowledgeKey.of(words, "shuffled", "");
    int place = (int) Math.floorMod(hash.a(), (long) sentences.size());
    List<String> partner = sentences.get(place);
    return partner.equals(words) ? sentences.get((place + 1) % sentences.size()) : partner;
  }

  void writeTo(Path directory) throws IOException {
    StringBuilder text = new StringBuilder();
    for (List<String> sentence : sentences) {
      text.append(JSON.writeValueAsString(sentence)).append('\n');
    }
    Files.writeString(directory.resolve(FILE), text, StandardCharsets.UTF_8);
  }

  static ShufflePool readFrom(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    List<List<String>> sentences = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        sentences.add(words(JSON.readTree(line)));
      }
      return new ShufflePool(sentences);
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file, "expected UTF-8");
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CorruptFileException(
          file,
          "line "
              + (sentences.size() + 1)
              + ": expected a JSON array of words: "
              + firstLine(String.valueOf(e.getMessage())));
    }
  }

  private static List<String> words(JsonNode node) {
    if (!node.isArray() || node.isEmpty()) {
      throw new IllegalArgumentException("found " + node.getNodeType());
    }
    List<String> words = new ArrayList<>();
    for (JsonNode word : node) {
      if (!word.isTextual() || word.textValue().isEmpty()) {
        throw new IllegalArgumentException("found the word " + word);
      }
      words.add(word.textValue());
    }
    return words;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
