package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes the names of the world: per type 60 of TRAIN, 200 of PARALLEL and 60 of NEW. The lists
 * share no stem, given name or acronym; they do share the generic words of names ("Bank", "San").
 */
final class NameFactory {
  private static final Map<NameList, Integer> SIZES =
      Map.of(NameList.TRAIN, 60, NameList.PARALLEL, 200, NameList.NEW, 60);

  private final NameMaterial material;
  private final StemMaker stems;
  private final SplittableRandom random;

  /** Acronyms in use, and from the start those that everybody reads as a real organisation. */
  private final Set<String> acronyms =
      new LinkedHashSet<>(List.of("CIA", "ICE", "FBI", "IMF", "FMI", "WTO", "WHO", "WFP", "CEI"));

  private final List<Name> names = new ArrayList<>();

  private NameFactory(long seed) {
    this.material = NameMaterial.read();
    this.stems = new StemMaker(material, Lexicon.read(), Seeds.random(seed, "stems"));
    this.random = Seeds.random(seed, "names");
  }

  /** All names of the world with this seed. */
  static List<Name> make(long seed) {
    NameFactory factory = new NameFactory(seed);
    for (NameList list : NameList.values()) {
      factory.make(list, SIZES.getOrDefault(list, 0));
    }
    return List.copyOf(factory.names);
  }

  private void make(NameList list, int size) {
    List<Stem> cities = makePlaces(list, size);
    List<Stem> families = makePersons(list, size, cities);
    makeOrganisations(list, size, cities, families);
  }

  /** Half cities, a fifth countries, the rest lakes, provinces, ports and the like. */
  private List<Stem> makePlaces(NameList list, int size) {
    List<Stem> cities = new ArrayList<>(material.stems("place", list));
    while (cities.size() < size / 2) {
      // Some keep one spelling in English and Spanish: they will also be family names.
      boolean alsoFamily = cities.size() % 4 == 0;
      String suffix = alsoFamily || random.nextInt(3) > 0 ? "" : "city";
      cities.add(stems.make(suffix, true, s -> !alsoFamily || isFamilyToo(s)));
    }
    for (Stem city : cities) {
      Trilingual<NameForm> plain = plain(city, "*");
      add(list, "LOC", "city", city, List.of(plain, plain, plain(city, "*市")));
    }
    for (int i = 0; i < size / 5; i++) {
      boolean bare = random.nextInt(3) == 0;
      Stem country = stems.make(bare ? "" : "country", true, s -> true);
      add(list, "LOC", "country", country, List.of(plain(country, bare ? "*国" : "*")));
    }
    List<NameMaterial.Pattern> patterns = new ArrayList<>(material.patterns("LOC", "region"));
    patterns.addAll(material.patterns("LOC", "city"));
    for (int i = cities.size() + size / 5; i < size; i++) {
      NameMaterial.Pattern pattern = patterns.get(i % patterns.size());
      addPattern(list, pattern, stems.make("", true, s -> true));
    }
    return cities;
  }

  private List<Stem> makePersons(NameList list, int size, List<Stem> cities) {
    List<Stem> families = new ArrayList<>(material.stems("family", list));
    cities.stream().filter(NameFactory::isFamilyToo).limit(size / 8).forEach(families::add);
    while (families.size() < size * 3 / 4) {
      families.add(stems.make(random.nextInt(2) == 0 ? "family" : "", false, s -> true));
    }
    List<NameMaterial.Word> givens = new ArrayList<>();
    material.words.stream()
        .filter(w -> w.sort().equals("given") && w.list() == list)
        .forEach(givens::add);
    while (givens.size() < size / 2) {
      boolean feminine = givens.size() % 2 == 0;
      Stem stem = stems.make("", false, s -> s.english().endsWith("a") == feminine);
      Gender gender = feminine ? Gender.FEMININE : Gender.MASCULINE;
      givens.add(new NameMaterial.Word("given", list, gender, stem));
    }
    Set<List<Stem>> seen = new LinkedHashSet<>();
    for (int i = 0; seen.size() < size; i++) {
      Stem family = families.get(i % families.size());
      NameMaterial.Word given = Seeds.pick(givens, random);
      if (seen.add(List.of(given.stem(), family))) {
        Trilingual<NameForm> full = NameForms.ofPerson(given.stem(), family, true);
        Trilingual<NameForm> last = NameForms.ofPerson(given.stem(), family, false);
        List<Trilingual<NameForm>> surfaces = List.of(full, full, last);
        names.add(new Name("PER", "person", list, family.english(), given.gender(), surfaces));
      }
    }
    return families;
  }

  /** Whether a place can be a family name: neither rule of Spanish spelling changes it. */
  private static boolean isFamilyToo(Stem stem) {
    String english = stem.english();
    return stem.spanish().equals(english) && SpanishSpelling.person(english).equals(english);
  }

  private void makeOrganisations(NameList list, int size, List<Stem> cities, List<Stem> families) {
    int start = names.size();
    for (Stem word : material.stems("company", list)) {
      add(list, "ORG", "company", word, List.of(plain(word, "*"), plain(word, "*公司")));
    }
    Set<List<Object>> seen = new LinkedHashSet<>();
    List<String> kinds = List.of("bank", "university", "club", "paper", "company", "company");
    for (int i = 0; names.size() - start < size * 5 / 6; i++) {
      String kind = kinds.get(i % kinds.size());
      NameMaterial.Pattern pattern = Seeds.pick(material.patterns("ORG", kind), random);
      Stem stem =
          !kind.equals("company")
              ? Seeds.pick(cities, random)
              : random.nextInt(3) == 0 && pattern.forms().english().length() > 1
                  ? Seeds.pick(families, random)
                  : stems.make("", false, s -> true);
      // "Bank of Tamo" and "Tamo Bank" would be one bank in Spanish.
      if (seen.add(List.of(pattern.forms().spanish(), stem))) {
        addPattern(list, pattern, stem);
      }
    }
    while (names.size() - start < size) {
      addAgency(list);
    }
  }

  private void addAgency(NameList list) {
    NameMaterial.AgencyWord scope = Seeds.pick(agencyWords("scope"), random);
    NameMaterial.AgencyWord field = Seeds.pick(agencyWords("field"), random);
    NameMaterial.AgencyWord head = Seeds.pick(agencyWords("head"), random);
    Trilingual<NameForm> acronym = NameForms.ofAcronym(scope, field, head);
    List<String> letters =
        List.of(
            String.join("", acronym.english().words()), String.join("", acronym.spanish().words()));
    if (letters.stream().anyMatch(acronyms::contains)) {
      return;
    }
    acronyms.addAll(letters);
    Trilingual<NameForm> full = NameForms.ofAgency(scope, field, head);
    String stem = String.join(" ", full.english().words());
    Gender gender = genderOf(full.spanish());
    names.add(new Name("ORG", "agency", list, stem, gender, List.of(full, full, acronym)));
  }

  private List<NameMaterial.AgencyWord> agencyWords(String sort) {
    return material.agencyWords.getOrDefault(sort, List.of());
  }

  private void addPattern(NameList list, NameMaterial.Pattern pattern, Stem stem) {
    Trilingual<NameForm> surface = NameForms.ofPattern(pattern.forms(), stem);
    add(list, pattern.type(), pattern.kind(), stem, List.of(surface));
  }

  private void add(
      NameList list, String type, String kind, Stem stem, List<Trilingual<NameForm>> surfaces) {
    Gender gender = genderOf(surfaces.get(0).spanish());
    names.add(new Name(type, kind, list, stem.english(), gender, surfaces));
  }

  private static Trilingual<NameForm> plain(Stem stem, String chinese) {
    return NameForms.ofPattern(new Trilingual<>("*", "*", chinese), stem);
  }

  private static Gender genderOf(NameForm spanish) {
    return spanish.article().equals("la") ? Gender.FEMININE : Gender.MASCULINE;
  }
}
