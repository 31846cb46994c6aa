package org.conversener.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the maker of a model says of it; the rest of {@code model.json} is measured.
 *
 * @param kind what the model is, such as {@code tagger}
 * @param converseVersion the Converse that makes it
 * @param config everything its maker was told, an object
 * @param seed the seed of its training
 * @param corpora fingerprints of the corpora by their role
 * @param scores measured figures by name
 * @param references the models it needs, by what they are to it, such as {@code translator}
 * @param run what goes into {@code run.json}: command, paths, times, machine; or null for none
 */
public record ModelDraft(
    String kind,
    String converseVersion,
    JsonNode config,
    long seed,
    Map<String, String> corpora,
    Map<String, Double> scores,
    Map<String, ModelDirectory> references,
    @Nullable JsonNode run) {}
