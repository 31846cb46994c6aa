package org.conversener.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.conversener.text.Span;
import org.conversener.text.TagScheme;
import org.junit.jupiter.api.Test;

class ConllReaderTest {
  private static final String TWO_SENTENCES =
      "Ana NP B-PER\nRuiz NP I-PER\nduerme V O\n\n\nen P O\nLugo NP B-LOC\n";

  private static final List<TagScheme> SCHEMES = List.of(TagScheme.values());

  private static ConllFile read(String text) throws IOException {
    return read(text, ConllFormat.LABELLED);
  }

  private static ConllFile read(String text, ConllFormat format) throws IOException {
    return ConllReader.read(Texts.lines(text), format);
  }

  private static AbstractThrowableAssert<?, ?> assertBad(String text, ConllFormat format) {
    return assertThatThrownBy(() -> read(text, format)).isInstanceOf(BadDataException.class);
  }

  @Test
  void tokenIsTheFirstColumnAndTagTheLast() throws IOException {
    ConllFile file = read(TWO_SENTENCES);
    assertThat(file.sentences()).hasSize(2);
    ConllSentence first = file.sentences().get(0);
    assertThat(first.sentence().words()).containsExactly("Ana", "Ruiz", "duerme");
    assertThat(first.sentence().entities()).containsExactly(new Span("PER", 0, 2));
    assertThat(first.tags()).containsExactly("B-PER", "I-PER", "O");
    assertThat(first.rows().get(2)).containsExactly("duerme", "V", "O");
    assertThat(file.scheme()).isEqualTo(TagScheme.BIO);
    assertThat(file.notices()).isEmpty();
  }

  @Test
  void everySentenceKnowsItsFirstLine() throws IOException {
    assertThat(read(TWO_SENTENCES).sentences())
        .extracting(ConllSentence::firstLine)
        .containsExactly(1L, 6L);
    assertThat(read("\n-DOCSTART- O\na O\n\nb O").sentences())
        .extracting(ConllSentence::firstLine)
        .containsExactly(3L, 5L);
  }

  @Test
  void namedColumnsAreRead() throws IOException {
    ConllFile file = read("1 B-LOC Lugo x\n", ConllFormat.LABELLED.withColumns("_,tag,token,_"));
    assertThat(file.parsed().get(0).words()).containsExactly("Lugo");
    assertThat(file.parsed().get(0).entities()).containsExactly(new Span("LOC", 0, 1));
  }

  @Test
  void namedColumnsMustBeAllColumns() {
    // Else a chunk tag in the middle could pass for the entity.
    assertBad("EU NNP B-NP B-ORG\n", ConllFormat.LABELLED.withColumns("token,_,tag"))
        .hasMessageStartingWith("made.txt:1: expected the 3 columns token,_,tag, found 4");
  }

  @Test
  void tabSeparatesWhereThereIsOneElseRunsOfSpaces() throws IOException {
    ConllFile file = read("New York\tB-LOC\n\na   O\n");
    assertThat(file.parsed().get(0).words()).containsExactly("New York");
    assertThat(file.parsed().get(1).words()).containsExactly("a");
    assertThat(file.sentences().get(0).isTabSeparated()).isTrue();
    assertThat(file.sentences().get(1).isTabSeparated()).isFalse();
  }

  @Test
  void noOtherSpaceSplitsAToken() throws IOException {
    for (String space : List.of("\u00a0", "\u3000", "\u2009", "\u0085", "\u2028", "\u000b")) {
      ConllFile file = read("a" + space + "b O\n" + space + "\tO\n");
      assertThat(file.parsed().get(0).words()).containsExactly("a" + space + "b", space);
    }
  }

  @Test
  void carriageReturnsAndLinesOfSpacesAreNoTokens() throws IOException {
    assertThat(read("a O\r\n\r\nb O\r\n  \r\nc O").parsed())
        .extracting(s -> s.words().get(0))
        .containsExactly("a", "b", "c");
  }

  @Test
  void docstartLinesEndSentencesAndAreDroppedAndCounted() throws IOException {
    String text = "-DOCSTART- -X- O\n\na x O\n-DOCSTART-\nb x B-LOC\n";
    ConllFile file = read(text);
    assertThat(file.parsed()).hasSize(2);
    assertThat(file.docstarts()).isEqualTo(2);
    assertThat(file.notices())
        .containsExactly(
            "made.txt: 2 -DOCSTART- lines taken as document boundaries and dropped, first at line"
                + " 1");
  }

  @Test
  void docstartLinesCanBeKeptAsSentences() throws IOException {
    ConllFile file =
        read("-DOCSTART- O\n\na O\n-DOCSTART- O\nb O\n", ConllFormat.LABELLED.withDocstart(true));
    assertThat(file.parsed())
        .extracting(s -> s.words().get(0))
        .containsExactly("-DOCSTART-", "a", "-DOCSTART-", "b");
    assertThat(file.docstarts()).isZero();
  }

  @Test
  void illegalStartsAreReadAsConllevalDoesCountedAndTold() throws IOException {
    ConllFile file = read("a B-PER\nb B-PER\n\nx O\ny I-LOC\nz I-LOC\n");
    assertThat(file.parsed().get(1).entities()).containsExactly(new Span("LOC", 1, 3));
    assertThat(file.irregularEntities()).isEqualTo(1);
    assertThat(file.notices()).singleElement().asString().contains("1 entity", "BIO", "line 5");
  }

  @Test
  void insideStartsAreTheRuleInIob1() throws IOException {
    ConllFile file = read("a I-PER\nb O\nc I-LOC\nd B-LOC\n");
    assertThat(file.scheme()).isEqualTo(TagScheme.IOB1);
    assertThat(file.irregularEntities()).isZero();
    assertThat(file.parsed().get(0).entities())
        .containsExactly(new Span("PER", 0, 1), new Span("LOC", 2, 3), new Span("LOC", 3, 4));
  }

  @Test
  void tagOfAnotherSchemeIsBadData() {
    assertBad("a B-PER\nb E-PER\n", ConllFormat.LABELLED.withScheme(TagScheme.BIO))
        .hasMessage("made.txt:2: the tag E-PER does not belong to the scheme BIO");
    assertBad("a S-PER\n\nb U-PER\n", ConllFormat.LABELLED).hasMessageStartingWith("made.txt:3: ");
  }

  @Test
  void tagsThatAreNeitherOutsideNorPrefixAndTypeAreBadData() {
    for (String tag : List.of("B", "PER", "b-PER", "B-", "B_PER", "o", "X-PER", "0")) {
      assertBad("a O\nb " + tag + "\n", ConllFormat.LABELLED)
          .hasMessageStartingWith("made.txt:2: ")
          .hasMessageContaining("\"" + tag + "\"");
    }
  }

  @Test
  void missingTagIsNeverGuessed() {
    assertBad("a x O\nb x\n", ConllFormat.LABELLED)
        .hasMessageStartingWith("made.txt:2: expected 3 columns as in line 1, found 2");
    assertBad("a\n", ConllFormat.LABELLED).hasMessageContaining("never guessed");
    assertBad("a\t\n", ConllFormat.LABELLED).hasMessageContaining("found \"\"");
    assertBad("\tO\n", ConllFormat.LABELLED).hasMessageContaining("token is empty");
  }

  @Test
  void segmentDigitsAreStrippedWhenAskedOnly() throws IOException {
    String text = "科0\tO\n技1\tO\n20\tO\n";
    assertThat(read(text).parsed().get(0).words()).containsExactly("科0", "技1", "20");
    ConllFile stripped = read(text, ConllFormat.LABELLED.withSegmentDigit(true));
    assertThat(stripped.parsed().get(0).words()).containsExactly("科", "技", "2");
    assertThat(stripped.sentences().get(0).rows().get(0)).containsExactly("科0", "O");
  }

  @Test
  void tokenWithoutSegmentDigitIsBadData() {
    for (String token : List.of("技", "7", "a٣")) {
      assertBad("科0\tO\n" + token + "\tO\n", ConllFormat.LABELLED.withSegmentDigit(true))
          .hasMessageStartingWith("made.txt:2: ")
          .hasMessageContaining("segment digit");
    }
  }

  @Test
  void fileWithoutSentenceIsBadData() {
    for (String text : List.of("", "\n\n", "-DOCSTART- O\n\n")) {
      assertBad(text, ConllFormat.LABELLED).hasMessageContaining("no sentence");
    }
  }

  @Test
  void unlabelledInputNeedsNoTag() throws IOException {
    ConllFile file = read("a\nb\n\nc\n", ConllFormat.UNLABELLED);
    assertThat(file.parsed()).hasSize(2);
    assertThat(file.scheme()).isNull();
    assertThat(file.tags().get(0)).isEmpty();
  }

  @Test
  void formatsThatCannotWorkAreRefused() {
    for (String columns : List.of("token", "tag", "token,tag,tag", "token,token,tag", "word,tag")) {
      assertThatThrownBy(() -> ConllFormat.LABELLED.withColumns(columns))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(ConllFormat.UNLABELLED.withColumns("_,token").tokenColumn()).isEqualTo(1);
    assertThatThrownBy(() -> ConllFormat.schemeOf("iob3")).hasMessageContaining("bilou");
    assertThat(ConllFormat.schemeOf("auto")).isNull();
    assertThat(ConllFormat.schemeOf("bioes")).isEqualTo(TagScheme.BIOES);
  }

  @Test
  void predictedTagsAreWrittenBesideTheColumns() throws IOException {
    ConllFile file = read("a\tO\nb\tB-LOC\n\nc O\n");
    StringBuilder out = new StringBuilder();
    ConllWriter writer = new ConllWriter(out);
    writer.write(file.sentences().get(0), List.of("O", "B-PER"));
    writer.write(file.sentences().get(1), List.of("O"));
    assertThat(out).hasToString("a\tO\tO\nb\tB-LOC\tB-PER\n\nc O O\n\n");
    assertThatThrownBy(() -> writer.write(file.sentences().get(0), List.of("O")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 1");
  }

  @Test
  void whatIsWrittenIsReadBackInEveryScheme() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TagScheme scheme = SCHEMES.get(random.nextInt(4));
      String separator = random.nextBoolean() ? "\t" : "  ";
      StringBuilder text = new StringBuilder();
      List<List<Span>> expected = new ArrayList<>();
      for (int s = 0; s < 5; s++) {
        int length = 1 + random.nextInt(8);
        List<Span> spans = randomSpans(random, length);
        List<String> tags = scheme.encode(spans, length);
        for (int i = 0; i < length; i++) {
          text.append("w").append(random.nextInt(9)).append(separator);
          text.append(tags.get(i)).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        text.append("\n".repeat(1 + random.nextInt(2)));
        expected.add(spans);
      }
      ConllFile file = read(text.toString(), ConllFormat.LABELLED.withScheme(scheme));
      assertThat(file.parsed())
          .as("seed %d, %s", seed, scheme)
          .extracting(s -> s.entities())
          .isEqualTo(expected);
      StringBuilder out = new StringBuilder();
      ConllWriter writer = new ConllWriter(out);
      for (ConllSentence sentence : file.sentences()) {
        writer.write(sentence, sentence.tags());
      }
      assertThat(read(out.toString()).parsed()).as("seed %d", seed).isEqualTo(file.parsed());
    }
  }

  @Test
  void noTextFailsOtherwiseThanAsBadData() throws IOException {
    String[] parts = {"a", " ", "\t", "\n", "O", "B-X", "I-X", "-DOCSTART-", "\r", "\u00a0", "-"};
    int read = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i > 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        read += read(text.toString()).sentences().size();
      } catch (BadDataException e) {
        assertThat(e).as("seed %d", seed).hasMessageMatching("(?s)made.txt:[0-9]+: .+");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertThat(read).isGreaterThan(50);
  }

  private static List<Span> randomSpans(Random random, int length) {
    List<Span> spans = new ArrayList<>();
    int start = random.nextInt(3);
    while (start < length) {
      int end = Math.min(length, start + 1 + random.nextInt(3));
      spans.add(new Span(random.nextBoolean() ? "PER" : "LOC", start, end));
      start = end + random.nextInt(2);
    }
    return spans;
  }
}
