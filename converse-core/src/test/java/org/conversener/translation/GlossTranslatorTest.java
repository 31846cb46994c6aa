package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.conversener.corpus.Lexicon;
import org.conversener.corpus.SentencePair;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlossTranslatorTest {
  private static final GlossConfig CONFIG = GlossConfig.DEFAULT.with("es", SourceUnits.BPE);
  private static final GlossTranslator GLOSS =
      TinyGloss.train(TinyGloss.pairs(), TinyGloss.lexicon(), CONFIG, 1);

  @TempDir private Path folder = Path.of("");

  private static List<String> english(String line) {
    return GLOSS.translate(GLOSS.words(line)).target();
  }

  private static WordMatrix attention(GlossTranslator translator, List<String> words) {
    return WordAttention.gather(translator.translate(words), AttentionOptions.DEFAULT).get(0);
  }

  @Test
  void wordsAreTranslatedAndNamesStay() {
    assertThat(english("Ana López visitó Lorenia ."))
        .containsExactly("Ana", "López", "visited", "Lorenland", ".");
    assertThat(english("Vado Irun tiene una casa en Quito ."))
        .containsExactly("Vado", "Irun", "has", "a", "house", "in", "Quito", ".");
  }

  @Test
  void whatIsNotKnownIsCopied() {
    assertThat(english("Ana visitó xyzzy 3,5 Mirandela ."))
        .containsExactly("Ana", "visited", "xyzzy", "3,5", "Mirandela", ".");
    assertThat(GLOSS.knows("xyzzy")).isFalse();
    assertThat(GLOSS.knows("Visitó")).isTrue();
  }

  @Test
  void theFirstWordIsReadAsItIsWrittenElsewhere() {
    assertThat(english("El perro duerme .")).containsExactly("The", "dog", "sleeps", ".");
    assertThat(english("Ana duerme . El perro duerme ."))
        .containsExactly("Ana", "sleeps", ".", "The", "dog", "sleeps", ".");
  }

  @Test
  void aCapitalInsideASentenceMakesAWordAName() {
    assertThat(english("Ana visitó Casa .")).containsExactly("Ana", "visited", "Casa", ".");
    assertThat(english("Ana visitó PERRO .")).containsExactly("Ana", "visited", "DOG", ".");
  }

  @Test
  void aNameSeenOnceOnBothSidesStays() {
    List<SentencePair> pairs = new ArrayList<>(TinyGloss.pairs());
    pairs.add(new SentencePair("Besk Zorba vive en Quito .", "Besk Zorba lives in Quito ."));
    GlossTranslator gloss = TinyGloss.train(pairs, TinyGloss.lexicon(), CONFIG, 1);
    assertThat(gloss.translate(List.of("Tolan", "Zorba", "visitó", "Besk")).target())
        .containsExactly("Tolan", "Zorba", "visited", "Besk");
  }

  @Test
  void attentionIsTheIdentity() {
    List<String> words = GLOSS.words("Ana López visitó el perro , xyz .");
    WordMatrix matrix = attention(GLOSS, words);
    assertThat(matrix.rows()).isEqualTo(words.size());
    assertThat(matrix.columns()).isEqualTo(words.size());
    for (int i = 0; i < words.size(); i++) {
      for (int j = 0; j < words.size(); j++) {
        assertThat(matrix.at(i, j)).isEqualTo(i == j ? 1f : 0f);
      }
    }
    assertThat(GLOSS.layers()).isEqualTo(1);
    assertThat(GLOSS.translate(words).layers()).isEqualTo(1);
  }

  @Test
  void rowsOfAWindowSumToOne() {
    Translation.Window window = GLOSS.translate(List.of("El", "perro,", "casa")).windows().get(0);
    assertThat(window.sourceOwners()).containsExactly(0, 1, 2, Translation.EOS);
    assertThat(window.targetOwners()).containsExactly(0, 1, 2, 3, Translation.EOS);
    for (int n = 0; n < 5; n++) {
      float sum = 0;
      for (int s = 0; s < 4; s++) {
        sum += window.at(0, n, s);
      }
      assertThat(sum).isEqualTo(1f);
    }
    assertThat(window.at(0, 4, 3)).isEqualTo(1f);
  }

  @Test
  void aWordThatIsCutGivesAllItsEnglishItself() {
    assertThat(english("Ana visitó casa, ¿Besk?"))
        .containsExactly("Ana", "visited", "house", ",", "¿", "Besk", "?");
    WordMatrix matrix = attention(GLOSS, List.of("perro,", "10:30"));
    assertThat(matrix.columns()).isEqualTo(3);
    assertThat(matrix.values()).containsExactly(1, 1, 0, 0, 0, 1);
  }

  @Test
  void longSentencesHaveARowForEveryWord() {
    List<String> words = new ArrayList<>(Collections.nCopies(1000, "perro"));
    words.set(700, "Besk");
    Translation translation = GLOSS.translate(words);
    assertThat(translation.windows()).hasSizeGreaterThan(2);
    assertThat(translation.target()).hasSize(1000);
    assertThat(translation.target().get(700)).isEqualTo("Besk");
    WordMatrix matrix = attention(GLOSS, words);
    for (int i = 0; i < 1000; i++) {
      assertThat(matrix.strongestColumn(i)).isEqualTo(i);
      assertThat(matrix.at(i, i)).isEqualTo(1f);
    }
  }

  @Test
  void emptyWordsGiveNothingAndNoWordsAreRefused() {
    assertThat(GLOSS.translate(List.of("", "casa")).target()).containsExactly("house");
    assertThat(GLOSS.translate(List.of(" ")).target()).isEmpty();
    assertThatThrownBy(() -> GLOSS.translate(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLexiconIsHeard() {
    Lexicon lexicon =
        TinyGloss.lexicon("gato", "cat", "correr", "to run", "buenos días", "good day");
    GlossTranslator gloss = TinyGloss.train(TinyGloss.pairs(), lexicon, CONFIG, 1);
    assertThat(gloss.translate(List.of("el", "gato", "correr", "días")).target())
        .containsExactly("the", "cat", "run", "días");
    Lexicon wrong = TinyGloss.lexicon("perro", "cat");
    assertThat(
            TinyGloss.train(TinyGloss.pairs(), wrong, CONFIG, 1)
                .translate(List.of("perro"))
                .target())
        .containsExactly("dog");
  }

  @Test
  void charactersAreReadAsTheWordsTheyMake() {
    List<SentencePair> pairs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pairs.add(new SentencePair("我爱北京。", "I love Beijing."));
      pairs.add(new SentencePair("他爱我。", "He loves me."));
      pairs.add(new SentencePair("我住在北京", "I live in Beijing"));
    }
    GlossConfig config = GlossConfig.DEFAULT.with("zh", SourceUnits.CHARACTERS);
    GlossTranslator gloss =
        TinyGloss.train(pairs, TinyGloss.lexicon("北京", "Beijing", "北", "north"), config, 1);
    List<String> words = gloss.words("我 爱北京NBA");
    assertThat(words).hasSize(7);
    assertThat(gloss.translate(words).target()).containsExactly("I", "love", "Beijing", "NBA");
    WordMatrix matrix = attention(gloss, words);
    assertThat(matrix.at(0, 0)).isEqualTo(1f);
    assertThat(matrix.at(2, 2)).isEqualTo(0.5f);
    assertThat(matrix.at(3, 2)).isEqualTo(0.5f);
    assertThat(matrix.at(6, 3)).isEqualTo(1f / 3);
    assertThat(matrix.at(6, 2)).isZero();
    assertThat(gloss.translate(List.of("北京", "爱")).target()).containsExactly("Beijing", "love");
  }

  @Test
  void charactersOfOneEnglishWordAreJoinedWithoutALexicon() {
    List<SentencePair> pairs = new ArrayList<>();
    for (String place : List.of("伦敦 London", "巴黎 Paris", "东京 Tokyo", "北京 Beijing")) {
      for (String verb : List.of("爱 love", "见 see", "画 paint", "写 write")) {
        String[] name = place.split(" ", -1);
        String[] does = verb.split(" ", -1);
        pairs.add(new SentencePair("我" + does[0] + name[0], "I " + does[1] + " " + name[1]));
      }
    }
    GlossConfig config = GlossConfig.DEFAULT.with("zh", SourceUnits.CHARACTERS);
    GlossTranslator gloss = TinyGloss.train(pairs, TinyGloss.lexicon(), config, 1);
    assertThat(gloss.translate(gloss.words("我画东京")).target())
        .containsExactly("I", "paint", "Tokyo");
  }

  @Test
  void threadsChangeNothing() {
    GlossTranslator many = TinyGloss.train(TinyGloss.pairs(), TinyGloss.lexicon(), CONFIG, 4);
    assertThat(many.identity()).isEqualTo(GLOSS.identity()).startsWith("gloss ");
    GlossTranslator other =
        TinyGloss.train(TinyGloss.pairs(), TinyGloss.lexicon("gato", "cat"), CONFIG, 1);
    assertThat(other.identity()).isNotEqualTo(GLOSS.identity());
  }

  @Test
  void itIsReadAsItWasWritten() throws Exception {
    GLOSS.writeTo(folder);
    GlossTranslator read = GlossTranslator.readFrom(folder);
    assertThat(read.identity()).isEqualTo(GLOSS.identity());
    assertThat(read.config()).isEqualTo(GLOSS.config());
    assertThat(read.size()).isEqualTo(GLOSS.size());
    assertThat(read.translate(List.of("el", "perro")).target()).containsExactly("the", "dog");
  }

  @Test
  void settingsThatAreNoneAreRefused() throws Exception {
    GLOSS.writeTo(folder);
    Path file = folder.resolve("translator.json");
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "", "null", "[]", good.replace("\"seed\"", "\"sead\""), good.replace("0.08", "2"))) {
      Files.writeString(file, bad);
      assertThatThrownBy(() -> GlossTranslator.readFrom(folder))
          .as(bad)
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining("translator.json");
    }
  }

  @Test
  void aGlossNeedsAUsablePair() {
    GlossConfig strict = new GlossConfig("es", SourceUnits.BPE, 1, 4, 0.08, 0, 2, 3, 3, 8, 1);
    assertThatThrownBy(() -> TinyGloss.train(TinyGloss.pairs(), TinyGloss.lexicon(), strict, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no usable pair is left")
        .hasMessageContaining("150 too long");
  }
}
