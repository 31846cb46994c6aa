package org.conversener.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model comes from.
 *
 * @param corpora fingerprints of the corpora by their role, such as {@code train}
 * @param scores measured figures by name, such as {@code dev.f1}
 * @param run command, paths, times and machine, for run.json; or null
 */
public record Provenance(
    Map<String, String> corpora, Map<String, Double> scores, @Nullable JsonNode run) {
  /** Nothing known. */
  public static final Provenance NONE = new Provenance(Map.of(), Map.of(), null);
}
