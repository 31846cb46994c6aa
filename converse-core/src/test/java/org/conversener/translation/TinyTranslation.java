package org.conversener.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.SentencePair;

/**
 * Parallel text that a tiny translator learns in seconds: each source letter stands for one English
 * letter, in the same order.
 */
final class TinyTranslation {
  private static final String SOURCE = "abcdefgh";
  private static final String TARGET = "mnopqrst";

  private TinyTranslation() {}

  /** Sentences of 2 to 5 letters. */
  static List<SentencePair> pairs(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> source = new ArrayList<>();
      int length = random.nextInt(2, 6);
      for (int w = 0; w < length; w++) {
        source.add(SOURCE.substring(random.nextInt(SOURCE.length())).substring(0, 1));
      }
      pairs.add(new SentencePair(String.join(" ", source), english(source)));
    }
    return pairs;
  }

  /** The right translation. */
  static String english(List<String> source) {
    List<String> english = new ArrayList<>();
    for (String word : source) {
      int at = SOURCE.indexOf(word);
      english.add(TARGET.substring(at, at + 1));
    }
    return String.join(" ", english);
  }

  /** A small network without merges: every letter is a subword. */
  static ConvConfig config(int width, double dropout, int epochs) {
    return config(width, dropout, epochs, 0);
  }

  /** As above; so many validation sentences are translated after each epoch. */
  static ConvConfig config(int width, double dropout, int epochs, int bleuSentences) {
    return config(width, dropout, epochs, bleuSentences, 0, ConvConfig.Schedule.FIXED, 1e-5);
  }

  /** A small network whose rate shrinks when the validation loss does not fall. */
  static ConvConfig plateau(int width, int epochs) {
    return config(width, 0, epochs, 0, 0, ConvConfig.Schedule.PLATEAU, 1e-3);
  }

  /** A small network whose last layer's attention is drawn towards an alignment. */
  static ConvConfig guided(int width, int epochs, double guidance) {
    return config(width, 0.1, epochs, 0, guidance, ConvConfig.Schedule.FIXED, 1e-5);
  }

  /** The same with another value of one field. */
  static ConvConfig with(ConvConfig config, String field, Object value) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode fields = mapper.valueToTree(config);
    fields.set(field, mapper.valueToTree(value));
    try {
      return mapper.treeToValue(fields, ConvConfig.class);
    } catch (JsonProcessingException e) {
      throw e.getCause() instanceof IllegalArgumentException cause
          ? cause
          : new IllegalArgumentException(e);
    }
  }

  private static ConvConfig config(
      int width,
      double dropout,
      int epochs,
      int bleuSentences,
      double guidance,
      ConvConfig.Schedule schedule,
      double minimumRate) {
    return new ConvConfig(
        "other",
        SourceUnits.BPE,
        0,
        width,
        "2*" + width + "x3",
        "2*" + width + "x3",
        width,
        64,
        dropout,
        0,
        guidance,
        "last",
        0.25,
        0.9,
        0.5,
        120,
        40,
        3,
        epochs,
        schedule,
        200,
        0,
        0.1,
        minimumRate,
        0.15,
        bleuSentences,
        Products.FLOAT32,
        1);
  }

  /** A translator whose weights are as they were drawn. */
  static ConvTranslator untrained(int longest) {
    ConvConfig config = config(16, 0, 1);
    List<SentencePair> pairs = new ArrayList<>(pairs(50, 1));
    pairs.add(new SentencePair("ab cd ef gh , . !", "mn op qr st , . !"));
    Subwords subwords = EncodedBitext.learnSubwords(pairs, config);
    return new ConvTranslator(
        config,
        subwords,
        ConvTranslator.network(config, subwords),
        SourceLengths.upTo(longest),
        KnownWords.all(null));
  }
}
