package org.conversener.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.conversener.evaluation.Statistics;
import org.conversener.text.Span;

/** What the teacher makes of entities that survived translation. */
final class TeacherTally {
  private long survivors;
  private long spansRight;
  private long typesRight;

  /** By true type: how often each type was given to it. */
  private final Map<String, Map<String, Long>> confusions = new TreeMap<>();

  /** Takes in a surviving entity, its place in the English and what the teacher found there. */
  void add(String type, EntitySurvival.Place place, List<Span> found) {
    survivors++;
    for (Span entity : found) {
      if (entity.start() == place.start() && entity.end() == place.end()) {
        spansRight++;
        typesRight += entity.type().equals(type) ? 1 : 0;
        confusions
            .computeIfAbsent(type, t -> new TreeMap<>())
            .merge(entity.type(), 1L, Math::addExact);
      }
    }
  }

  /** How often exactly the entity's words were marked, in percent. */
  double spanAccuracy() {
    return Statistics.percent(spansRight, survivors);
  }

  /** How often entities marked exactly had the right type, in percent. */
  double typeAccuracy() {
    return Statistics.percent(typesRight, spansRight);
  }

  /** By true type, how many entities marked exactly were given each type. */
  Map<String, Map<String, Long>> confusions() {
    return confusions;
  }
}
