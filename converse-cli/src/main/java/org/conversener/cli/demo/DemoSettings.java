package org.conversener.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.conversener.tagging.TaggerConfig;
import org.conversener.translation.ConvConfig;

/**
 * How large the demo is.
 *
 * @param languages the source languages
 * @param seeds the seeds of the systems; controls use the first alone
 * @param translator the translator's configuration, but for language and units
 * @param tagger the configuration of teacher and taggers
 * @param teacherEpochs passes over the teacher's data
 * @param embeddings the embeddings of teacher and taggers
 * @param worldSeed the seed of the world
 * @param sentences how many sentences of each kind of the world are used; 0 for all
 */
public record DemoSettings(
    List<String> languages,
    List<Long> seeds,
    ConvConfig translator,
    TaggerConfig tagger,
    int teacherEpochs,
    List<String> embeddings,
    long worldSeed,
    int sentences) {

  /**
   * The demo as users see it: within five minutes on two cores, also on processors without AVX-512.
   * The translator is smaller than its preset, and its batches are: on Spanish its validation
   * perplexity fell faster from epoch to epoch. Batch and rate of the taggers were chosen by the
   * baseline's F1 on dev, where the default ones end long before it has learned all it can from 150
   * sentences.
   */
  public static DemoSettings standard() {
    ConvConfig translator = ConvConfig.preset("tiny");
    translator = change(translator, ConvConfig.class, "encoder", "2*128x3");
    translator = change(translator, ConvConfig.class, "decoder", "3*128x3");
    translator = change(translator, ConvConfig.class, "maxTokens", 400);
    translator = change(translator, ConvConfig.class, "epochs", 4);
    translator = change(translator, ConvConfig.class, "annealFrom", 4);
    TaggerConfig tagger = TaggerConfig.quick();
    tagger = change(tagger, TaggerConfig.class, "hidden", 64);
    tagger = change(tagger, TaggerConfig.class, "reprojection", 0);
    tagger = change(tagger, TaggerConfig.class, "batchSize", 8);
    tagger = change(tagger, TaggerConfig.class, "learningRate", 0.006);
    return new DemoSettings(
        List.of("es", "zh"),
        List.of(1L, 2L, 3L),
        translator,
        tagger,
        5,
        List.of("char:30", "random:50"),
        1,
        0);
  }

  /** A copy of a configuration with one field changed. */
  static <T> T change(T config, Class<T> type, String field, Object value) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.valueToTree(config);
    if (!node.has(field)) {
      throw new IllegalArgumentException("there is no field " + field + " in " + type);
    }
    node.putPOJO(field, value);
    return mapper.convertValue(node, type);
  }
}
