package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordPieceTest {
  private static final List<String> VOCABULARY =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##aff", "##able", "##a", "aff", "un", "New",
          "new", "##s", "-", "'", "York", "中", "国", "x", "##x", "ecole", "École", "#", "##中");

  private final WordPiece cased = new WordPiece(VOCABULARY, new BasicTokenizer(false, false));
  private final WordPiece uncased = new WordPiece(VOCABULARY, new BasicTokenizer(true, true));

  @Test
  void theLongestPiecesAreTakenFromTheLeft() {
    // The example of BERT's own test.
    assertThat(cased.split("unaffable")).containsExactly("un", "##aff", "##able");
    assertThat(cased.split("aff")).containsExactly("aff");
    assertThat(cased.split("News")).containsExactly("New", "##s");
  }

  @Test
  void aTokenWithAnUnknownPartIsUnknownAsAWhole() {
    assertThat(cased.split("unaffz")).containsExactly("[UNK]");
    assertThat(cased.split("New-Zork")).containsExactly("New", "-", "[UNK]");
  }

  @Test
  void caseAndAccentsAreKeptOrNotAsTheModelWasTrained() {
    assertThat(cased.split("École")).containsExactly("École");
    assertThat(uncased.split("École")).containsExactly("ecole");
    assertThat(uncased.split("E\u0301COLE")).containsExactly("ecole");
    assertThat(cased.split("NEW")).containsExactly("[UNK]");
    assertThat(uncased.split("NEW")).containsExactly("new");
  }

  @Test
  void punctuationAndChineseStandAlone() {
    assertThat(cased.split("New-York's")).containsExactly("New", "-", "York", "'", "[UNK]");
    assertThat(cased.split("中国x")).containsExactly("中", "国", "x");
    assertThat(new BasicTokenizer(false, false).split("$1.5«a»`b~c¿d")) // ASCII symbols too
        .containsExactly("$", "1", ".", "5", "«", "a", "»", "`", "b", "~", "c", "¿", "d");
    assertThat(new BasicTokenizer(false, false).split("2€x+©")).containsExactly("2€x", "+", "©");
  }

  @Test
  void controlCharactersAreDroppedAndSpacesPart() {
    assertThat(cased.split("u\u0000n\u200Da\uFFFDff\u0007")).containsExactly("un", "##aff");
    assertThat(cased.split("x\u00A0x\u3000x")).containsExactly("x", "x", "x");
  }

  @Test
  void everyWordHasAPiece() {
    for (String word : List.of("", " ", "\u200B", "\uFFFD", "\u0301", "\uD800")) {
      assertThat(cased.numbers(word)).as("%s", word).hasSize(1);
    }
    assertThat(uncased.split("\u0301")).containsExactly("[UNK]");
  }

  @Test
  void aTokenOfMoreThanAHundredCharactersIsUnknown() {
    assertThat(cased.split("x".repeat(100))).hasSize(100).endsWith("##x");
    assertThat(cased.split("x".repeat(101))).containsExactly("[UNK]");
  }

  @Test
  void textThatLooksLikeASpecialPieceIsText() {
    assertThat(cased.split("[CLS]")).doesNotContain("[CLS]").hasSize(3);
  }

  @Test
  void numbersAreThoseOfTheLastEqualPiece() {
    assertThat(cased.numbers("un")).containsExactly(9);
    assertThat(cased.number("[SEP]")).isEqualTo(3);
    assertThatThrownBy(() -> new WordPiece(List.of("[UNK]", "a"), new BasicTokenizer(true, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[CLS]");
  }
}
