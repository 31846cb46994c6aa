package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Makes stems from syllables. No two share a spelling, no Chinese form contains another, and none
 * is a filler word, so that a name of one list is never seen by chance in the text of another.
 */
final class StemMaker {
  /** Two or three syllables happen to spell some well-known names; the world has invented ones. */
  private static final Set<String> REAL =
      Set.of(
          "roma", "lima", "milan", "milano", "mali", "peru", "chile", "kenia", "kenya", "lagos",
          "manila", "havana", "habana", "kabul", "lisboa", "malaga", "malta", "monaco", "verona",
          "soria", "merida", "toledo", "panama", "kuba", "cuba", "berlin", "dublin", "turin",
          "delhi", "bali", "java", "goa", "tokio", "kioto", "osaka", "nokia", "toyota", "honda",
          "lenin", "stalin", "putin", "obama", "marina", "maria", "sofia", "bolivia", "somalia");

  private final NameMaterial material;
  private final SplittableRandom random;
  private final List<String> syllables;
  private final Set<String> taken = new LinkedHashSet<>(REAL);
  private final Set<String> takenChinese = new LinkedHashSet<>();

  StemMaker(NameMaterial material, Lexicon lexicon, SplittableRandom random) {
    this.material = material;
    this.random = random;
    this.syllables = List.copyOf(material.syllables.keySet());
    for (Entry entry : lexicon.all()) {
      for (Language language : List.of(Language.EN, Language.ES)) {
        taken.addAll(language.words(entry.in(language).base()));
      }
    }
    material.words.forEach(word -> take(word.stem()));
  }

  /** A stem with a suffix of this kind (family, city, country), or without one. */
  Stem make(String suffixKind, boolean place, Predicate<Stem> wanted) {
    // There are about a million stems: so many misses in a row mean a mistake in names.txt.
    for (int attempt = 0; attempt < 100_000; attempt++) {
      Stem stem = propose(suffixKind, place);
      if (isFree(stem) && wanted.test(stem)) {
        take(stem);
        return stem;
      }
    }
    throw new IllegalStateException("found no new stem with suffix " + suffixKind);
  }

  private Stem propose(String suffixKind, boolean place) {
    StringBuilder english = new StringBuilder();
    StringBuilder chinese = new StringBuilder();
    Map<String, String> suffixes = material.suffixes.getOrDefault(suffixKind, Map.of());
    int length = suffixes.isEmpty() ? 2 + random.nextInt(2) : 2;
    for (int i = 0; i < length; i++) {
      String syllable = Seeds.pick(syllables, random);
      english.append(syllable);
      chinese.append(material.syllables.get(syllable));
    }
    if (!suffixes.isEmpty()) {
      String suffix = Seeds.pick(new ArrayList<>(suffixes.keySet()), random);
      boolean vowels = "aeiou".indexOf(suffix.charAt(0)) >= 0;
      while (vowels && "aeiou".indexOf(english.charAt(english.length() - 1)) >= 0) {
        english.setLength(english.length() - 1);
      }
      english.append(suffix);
      chinese.append(suffixes.get(suffix));
    }
    english.setCharAt(0, Character.toUpperCase(english.charAt(0)));
    String latin = english.toString();
    String spanish = place ? SpanishSpelling.place(latin) : SpanishSpelling.person(latin);
    return new Stem(latin, spanish, chinese.toString());
  }

  private boolean isFree(Stem stem) {
    String chinese = stem.chinese();
    return stem.english().length() <= 10
        && !taken.contains(stem.english().toLowerCase(Locale.ROOT))
        && !taken.contains(stem.spanish().toLowerCase(Locale.ROOT))
        && takenChinese.stream().noneMatch(c -> c.contains(chinese) || chinese.contains(c));
  }

  private void take(Stem stem) {
    taken.add(stem.english().toLowerCase(Locale.ROOT));
    taken.add(stem.spanish().toLowerCase(Locale.ROOT));
    takenChinese.add(stem.chinese());
  }
}
