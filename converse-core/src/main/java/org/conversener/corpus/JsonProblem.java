package org.conversener.corpus;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Locale;

/** What is wrong with a JSON text, in a line for a person. */
public final class JsonProblem {
  private JsonProblem() {}

  /** The problem and its place, without what the parser says of itself. */
  public static String of(JsonProcessingException e) {
    String problem =
        String.valueOf(e.getOriginalMessage())
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(" *\\(start marker at \\[Source:.*", "");
    JsonLocation place = e.getLocation();
    return place == null
        ? problem
        : String.format(
            Locale.ROOT,
            "%s (line %d, column %d)",
            problem,
            place.getLineNr(),
            place.getColumnNr());
  }
}
