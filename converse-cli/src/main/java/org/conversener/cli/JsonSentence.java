package org.conversener.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conversener.corpus.LineReader;
import org.conversener.tagging.Tagging;
import org.conversener.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * A sentence as a line of JSON: {@code {"id"?, "tokens":[..]}} or {@code {"id"?, "text":".."}}
 * comes in, {@code {"id"?, "tokens", "tags", "entities"}} goes out. Other keys are not read.
 *
 * @param id what the input calls the sentence, or null
 * @param words its words; may be none
 */
record JsonSentence(@Nullable JsonNode id, List<String> words) {
  /**
   * Reads a line.
   *
   * @param tokenise makes words of a {@code text}
   * @throws org.conversener.corpus.BadDataException if it is no such object
   */
  static JsonSentence read(String line, LineReader lines, Function<String, List<String>> tokenise) {
    JsonNode tree;
    try {
      tree = Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      String problem = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw lines.bad("this is not JSON: " + problem + "; expected " + EXPECTED);
    }
    boolean hasTokens = tree.has("tokens");
    if (!tree.isObject() || hasTokens == tree.has("text")) {
      throw lines.bad(
          "expected "
              + EXPECTED
              + ", found "
              + (tree.isObject()
                  ? (hasTokens ? "both tokens and text" : "neither tokens nor text")
                  : line.isBlank() ? "an empty line" : "no object"));
    }
    List<String> words =
        hasTokens ? tokens(tree.get("tokens"), lines) : text(tree.get("text"), lines, tokenise);
    return new JsonSentence(tree.get("id"), words);
  }

  private static final String EXPECTED = "{\"tokens\": [..]} or {\"text\": \"..\"}";

  private static List<String> tokens(JsonNode node, LineReader lines) {
    if (!node.isArray()) {
      throw lines.bad("expected a list of tokens, found " + node);
    }
    List<String> words = new ArrayList<>();
    for (JsonNode token : node) {
      if (!token.isTextual() || token.textValue().isEmpty()) {
        throw lines.bad("expected tokens that are texts and not empty, found " + token);
      }
      words.add(checked(token.textValue(), lines));
    }
    return words;
  }

  private static List<String> text(
      JsonNode node, LineReader lines, Function<String, List<String>> tokenise) {
    if (!node.isTextual()) {
      throw lines.bad("expected a text, found " + node);
    }
    return tokenise.apply(checked(node.textValue(), lines));
  }

  /** Half a surrogate pair, which an escape can smuggle in, could not be written again. */
  private static String checked(String text, LineReader lines) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    if (!encoder.canEncode(text)) {
      throw lines.bad("a text holds half a surrogate pair, which is no character");
    }
    return text;
  }

  /**
   * The line that answers.
   *
   * @param tagging of the words, or null if there are none
   */
  String answer(@Nullable Tagging tagging) {
    List<Map<String, Object>> entities = new ArrayList<>();
    for (int i = 0; tagging != null && i < tagging.confidences().size(); i++) {
      Span span = tagging.sentence().entities().get(i);
      Map<String, Object> entity = new LinkedHashMap<>();
      entity.put("type", span.type());
      entity.put("start", span.start());
      entity.put("end", span.end());
      entity.put("confidence", tagging.confidences().get(i));
      entities.add(entity);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    if (id != null) {
      answer.put("id", id);
    }
    answer.put("tokens", words);
    answer.put("tags", tagging == null ? List.of() : tagging.tags());
    answer.put("entities", entities);
    return Json.line(answer);
  }
}
