package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TagSchemeTest {
  /**
   * The table of malformed BIOES, ends exclusive here. The lenient column is the ruling (to BIO, S
   * to B and E to I, then conlleval); the rows marked * differ from seqeval on the raw tags, which
   * ends an entity at E and S: there it finds two.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          B-PER O                 | PER0-1               | none
          B-PER I-PER O           | PER0-2               | none
          I-PER E-PER O           | PER0-2               | none
          E-PER O                 | PER0-1               | none
          I-PER O                 | PER0-1               | none
          B-PER I-LOC E-PER       | PER0-1 LOC1-2 PER2-3 | none
          B-PER E-LOC             | PER0-1 LOC1-2        | none
          S-PER I-PER O           | PER0-2 *             | PER0-1
          S-PER E-PER             | PER0-2 *             | PER0-1
          B-PER S-PER             | PER0-1 PER1-2        | PER1-2
          B-PER B-PER E-PER       | PER0-1 PER1-3        | PER1-3
          E-PER E-PER             | PER0-2 *             | none
          B-PER E-PER I-PER       | PER0-3 *             | PER0-2
          B-PER I-PER I-LOC E-LOC | PER0-2 LOC2-4        | none
          """)
  void malformedBioesIsReadAsInTheReference(String tags, String lenient, String strict) {
    assertThat(text(TagScheme.decode(words(tags)))).isEqualTo(lenient.replace(" *", ""));
    assertThat(text(TagScheme.BIOES.decodeStrictly(words(tags)))).isEqualTo(strict);
    List<String> bilou = words(tags.replace("S-", "U-").replace("E-", "L-"));
    assertThat(text(TagScheme.BILOU.decodeStrictly(bilou))).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource({
    "BIO, B-PER I-PER I-LOC, PER0-2",
    "BIO, I-PER B-PER, PER1-2",
    "BIO, I-PER I-PER, none",
    "BIO, B-PER B-PER I-PER, PER0-1 PER1-3",
    "BIO, B-PER O I-PER, PER0-1",
    "BIO, S-PER I-PER, none",
    "IOB1, I-PER I-PER I-LOC, PER0-2 LOC2-3",
    "IOB1, I-PER B-PER I-PER, PER0-1 PER1-3",
    "IOB1, B-PER I-PER O, none",
    "IOB1, I-LOC B-PER, LOC0-1",
    "BIOES, U-PER B-LOC L-LOC S-ORG, ORG3-4",
    "BILOU, S-PER B-LOC E-LOC U-ORG, ORG3-4",
  })
  void strictReadingTakesOnlyEntitiesOfTheScheme(TagScheme scheme, String tags, String expected) {
    assertThat(text(scheme.decodeStrictly(words(tags)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void whatASchemeWritesBothReadingsGiveBack(TagScheme scheme) {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int length = 1 + random.nextInt(12);
      List<Span> entities = randomEntities(random, length);
      List<String> tags = scheme.encode(entities, length);
      assertThat(TagScheme.decode(tags)).as("lenient, seed %d", seed).isEqualTo(entities);
      assertThat(scheme.decodeStrictly(tags)).as("strict, seed %d", seed).isEqualTo(entities);
      for (TagScheme other : TagScheme.values()) {
        assertThat(TagScheme.convert(tags, other))
            .as("to %s, seed %d", other, seed)
            .isEqualTo(other.encode(entities, length));
      }
    }
  }

  @Test
  void strictReadingOfRandomTagsAgreesWithEnumeration() {
    List<String> alphabet = List.of("O", "B-X", "I-X", "E-X", "S-X", "B-Y", "I-Y", "E-Y", "S-Y");
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      List<String> tags =
          Stream.generate(() -> alphabet.get(random.nextInt(alphabet.size()))).limit(6).toList();
      List<Span> expected = new ArrayList<>();
      for (int start = 0; start < tags.size(); start++) {
        for (int end = start + 1; end <= tags.size(); end++) {
          for (String type : List.of("X", "Y")) {
            Span entity = new Span(type, start, end);
            List<String> written = TagScheme.BIOES.encode(List.of(entity), tags.size());
            if (tags.subList(start, end).equals(written.subList(start, end))) {
              expected.add(entity);
            }
          }
        }
      }
      assertThat(TagScheme.BIOES.decodeStrictly(tags))
          .as("seed %d: %s", seed, tags)
          .isEqualTo(expected);
    }
  }

  @Test
  void entitiesOfOneTypeThatTouchStayApart() {
    List<Span> entities = List.of(new Span("LOC", 0, 2), new Span("LOC", 2, 3));
    assertThat(TagScheme.IOB1.encode(entities, 4)).isEqualTo(words("I-LOC I-LOC B-LOC O"));
    assertThat(TagScheme.BILOU.encode(entities, 4)).isEqualTo(words("B-LOC L-LOC U-LOC O"));
  }

  @Test
  void typesMayHoldHyphens() {
    assertThat(TagScheme.decode(List.of("B-PER-nom", "I-PER-nom")))
        .containsExactly(new Span("PER-nom", 0, 2));
  }

  @ParameterizedTest
  @EnumSource
  void detectionFindsTheSchemeOfACorpus(TagScheme scheme) {
    List<Span> entities =
        List.of(new Span("PER", 0, 2), new Span("LOC", 3, 4), new Span("LOC", 4, 6));
    assertThat(TagScheme.detect(List.of(scheme.encode(entities, 7)))).isEqualTo(scheme);
  }

  @Test
  void oneIllegalStartDoesNotMakeBioIob1() {
    List<List<String>> corpus = List.of(words("B-PER I-PER O"), words("O I-LOC"), words("B-LOC"));
    assertThat(TagScheme.detect(corpus)).isEqualTo(TagScheme.BIO);
  }

  @Test
  void aTagOfNoSchemeIsRefusedByBothReadings() {
    for (String tag : List.of("", "PER", "X-PER", "B-", "b-PER", "o", "OO")) {
      List<String> tags = List.of("O", tag);
      assertThatThrownBy(() -> TagScheme.decode(tags))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + tag + "\"");
      for (TagScheme scheme : TagScheme.values()) {
        assertThatThrownBy(() -> scheme.decodeStrictly(tags))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  private static List<Span> randomEntities(Random random, int length) {
    List<Span> entities = new ArrayList<>();
    int start = random.nextInt(3);
    while (start < length) {
      int end = Math.min(length, start + 1 + random.nextInt(3));
      entities.add(new Span(random.nextBoolean() ? "PER" : "LOC", start, end));
      start = end + Math.max(0, random.nextInt(4) - 1);
    }
    return Collections.unmodifiableList(entities);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  private static String text(List<Span> entities) {
    if (entities.isEmpty()) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    for (Span entity : entities) {
      text.append(text.isEmpty() ? "" : " ")
          .append(entity.type())
          .append(entity.start())
          .append('-')
          .append(entity.end());
    }
    return text.toString();
  }
}
