package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.SentencePair;
import org.conversener.training.Limits;
import org.conversener.training.Progress;

/** Parallel text about made-up people and places, from which a gloss is learned in no time. */
final class TinyGloss {
  private static final List<String> PEOPLE = List.of("Ana López", "Tolan", "Besk", "Vado Irun");
  private static final List<List<String>> PLACES =
      List.of(
          List.of("Quito", "Quito"), List.of("Lorenia", "Lorenland"), List.of("Nordia", "Northia"));
  private static final List<List<String>> TEMPLATES =
      List.of(
          List.of("PER visitó PLACE .", "PER visited PLACE ."),
          List.of("El perro de PER duerme en PLACE .", "The dog of PER sleeps in PLACE ."),
          List.of("En PLACE vive PER .", "In PLACE lives PER ."),
          List.of("PER visitó el perro en PLACE .", "PER visited the dog in PLACE ."),
          List.of("PER tiene una casa .", "PER has a house ."));

  private TinyGloss() {}

  static List<SentencePair> pairs() {
    SplittableRandom random = new SplittableRandom(11);
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      List<String> template = TEMPLATES.get(random.nextInt(TEMPLATES.size()));
      String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
      List<String> place = PLACES.get(random.nextInt(PLACES.size()));
      pairs.add(
          new SentencePair(
              template.get(0).replace("PER", person).replace("PLACE", place.get(0)),
              template.get(1).replace("PER", person).replace("PLACE", place.get(1))));
    }
    return pairs;
  }

  static GlossTranslator train(
      List<SentencePair> pairs, Lexicon lexicon, GlossConfig config, int threads) {
    return GlossTrainer.train(
            pairs, List.of(lexicon), config, Limits.NONE, threads, Progress.silent())
        .translator();
  }

  static Lexicon lexicon(String... sourceAndEnglish) {
    List<Lexicon.Entry> entries = new ArrayList<>();
    for (int i = 0; i < sourceAndEnglish.length; i += 2) {
      entries.add(new Lexicon.Entry(sourceAndEnglish[i], sourceAndEnglish[i + 1], 1));
    }
    return new Lexicon("lexicon", entries, List.of());
  }
}
