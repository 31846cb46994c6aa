package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Bpe;
import org.conversener.text.Vocabulary;
import org.junit.jupiter.api.Test;

class SubwordsTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              "<unused>",
              "<pad>",
              "</s>",
              "<unk>",
              "l@@",
              "o@@",
              "w",
              "lo@@",
              "a",
              ",",
              "b@@",
              "@@",
              "中",
              "国"));
  private final Subwords subwords =
      new Subwords(
          SourceUnits.BPE,
          "other",
          Bpe.of(List.of(new Bpe.Merge("l", "o"))),
          VOCABULARY,
          VOCABULARY);

  @Test
  void everySubwordBelongsToItsWord() {
    Subwords.Coded coded = subwords.codeSource(List.of("low,", "a", "low", ","));
    assertThat(symbols(coded.ids()))
        .containsExactly("lo@@", "w", ",", "a", "lo@@", "w", ",", "</s>");
    assertThat(coded.owners()).containsExactly(0, 0, 0, 1, 2, 2, 3, Translation.EOS);
  }

  @Test
  void aWordOfControlCharactersHasNoSubwordAndShiftsNoOther() {
    Subwords.Coded coded = subwords.codeSource(List.of("a", "\u0007", "low"));
    assertThat(symbols(coded.ids())).containsExactly("a", "lo@@", "w", "</s>");
    assertThat(coded.owners()).containsExactly(0, 2, 2, Translation.EOS);
  }

  @Test
  void whatTheVocabularyLacksIsUnknownAndStillOwned() {
    Subwords.Coded coded = subwords.codeSource(List.of("é", "a"));
    assertThat(coded.ids()).containsExactly(Symbols.UNKNOWN, 8, Symbols.EOS);
    assertThat(coded.owners()).containsExactly(0, 1, Translation.EOS);
  }

  @Test
  void nothingIsJustEndOfSentence() {
    assertThat(subwords.codeSource(List.of()).ids()).containsExactly(Symbols.EOS);
  }

  @Test
  void charactersAreCutApartAndNeverMerged() {
    Subwords characters =
        new Subwords(SourceUnits.CHARACTERS, "zh", subwords.bpe(), VOCABULARY, VOCABULARY);
    Subwords.Coded coded = characters.codeSource(List.of("中国", "a", "中"));
    assertThat(symbols(coded.ids())).containsExactly("中", "国", "a", "中", "</s>");
    assertThat(coded.owners()).containsExactly(0, 0, 1, 2, Translation.EOS);
    assertThat(symbols(characters.codeTarget("low").ids())).containsExactly("lo@@", "w", "</s>");
  }

  @Test
  void englishIsTokenisedBeforeItIsCut() {
    Subwords.Coded coded = subwords.codeTarget("low, a");
    assertThat(symbols(coded.ids())).containsExactly("lo@@", "w", ",", "a", "</s>");
    assertThat(coded.owners()).containsExactly(0, 0, 1, 2, Translation.EOS);
  }

  @Test
  void joiningUndoesCutting() {
    Subwords.Coded coded = subwords.codeTarget("low, a low");
    Subwords.Joined joined = subwords.join(coded.ids());
    assertThat(joined.words()).containsExactly("low", ",", "a", "low");
    assertThat(joined.owners()).isEqualTo(coded.owners());
  }

  @Test
  void aWordThatNeverGetsItsEndEndsAllTheSame() {
    Subwords.Joined joined =
        subwords.join(new int[] {idOf("a"), idOf("lo@@"), idOf("b@@"), Symbols.EOS});
    assertThat(joined.words()).containsExactly("a", "lob");
    assertThat(joined.owners()).containsExactly(0, 1, 1, Translation.EOS);
  }

  @Test
  void aLoneContinuationMarkIsAWord() {
    Subwords.Joined joined = subwords.join(new int[] {idOf("@@"), idOf("a"), Symbols.EOS});
    assertThat(joined.words()).containsExactly("@@", "a");
  }

  @Test
  void onlyEndOfSentenceGivesNoWord() {
    assertThat(subwords.join(new int[] {Symbols.EOS}).words()).isEmpty();
  }

  @Test
  void ownersOfLearnedSubwordsSpellTheirWords() {
    ConvConfig config = TinyTranslation.config(4, 0, 1);
    List<SentencePair> pairs =
        List.of(
            new SentencePair("perro, perros y perritos", "dog, dogs and small dogs"),
            new SentencePair("el perrito ladra.", "the small dog barks."));
    Subwords learned = EncodedBitext.learnSubwords(pairs, config);
    List<String> words = List.of("perros,", "ladra", "perro", ".");
    Subwords.Coded coded = learned.codeSource(words);
    List<String> spelled = new ArrayList<>();
    words.forEach(word -> spelled.add(""));
    for (int i = 0; i < coded.ids().length - 1; i++) {
      String piece = learned.source().symbol(coded.ids()[i]).replace(Bpe.CONTINUATION, "");
      spelled.set(coded.owners()[i], spelled.get(coded.owners()[i]) + piece);
    }
    assertThat(spelled).isEqualTo(words);
    assertThat(Arrays.copyOf(coded.owners(), coded.owners().length - 1)).isSorted();
  }

  private static List<String> symbols(int[] ids) {
    return Arrays.stream(ids).mapToObj(VOCABULARY::symbol).toList();
  }

  private static int idOf(String symbol) {
    return VOCABULARY.idOf(symbol);
  }
}
