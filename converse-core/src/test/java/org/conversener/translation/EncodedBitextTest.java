package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.corpus.SentencePair;
import org.junit.jupiter.api.Test;

class EncodedBitextTest {
  private final ConvConfig config = TinyTranslation.config(4, 0, 1);

  private static SentencePair pair(String source, String target) {
    return new SentencePair(source, target);
  }

  private static String letters(int count) {
    return "a ".repeat(count).strip();
  }

  @Test
  void whatIsLeftOutIsCountedByReason() {
    List<SentencePair> pairs =
        List.of(
            pair("a b", "a b"),
            pair("\u0007", "a"),
            pair(letters(41), letters(41)),
            pair(letters(40), letters(40)),
            // The ratio is 3, and 5 more are forgiven.
            pair("a", letters(8)),
            pair(letters(9), "a"),
            pair("b", "b"));
    Subwords subwords = EncodedBitext.learnSubwords(pairs, config);
    EncodedBitext encoded = EncodedBitext.encode(pairs, subwords, config);
    assertThat(encoded.empty()).isEqualTo(1);
    assertThat(encoded.tooLong()).isEqualTo(1);
    assertThat(encoded.tooUneven()).isEqualTo(1);
    assertThat(encoded.sources()).extracting(s -> s.length).containsExactly(3, 41, 2, 2);
    assertThat(encoded.targets()).extracting(t -> t.length).containsExactly(3, 41, 9, 2);
  }

  @Test
  void bothSidesEndWithEndOfSentence() {
    List<SentencePair> pairs = TinyTranslation.pairs(20, 1);
    EncodedBitext encoded =
        EncodedBitext.encode(pairs, EncodedBitext.learnSubwords(pairs, config), config);
    assertThat(encoded.sources()).hasSize(20).allSatisfy(s -> assertThat(s).endsWith(Symbols.EOS));
    assertThat(encoded.targets()).hasSize(20).allSatisfy(t -> assertThat(t).endsWith(Symbols.EOS));
  }

  @Test
  void vocabulariesStartWithTheSymbolsAndAreOfTheirOwnSide() {
    Subwords subwords = EncodedBitext.learnSubwords(List.of(pair("z <pad>", "y")), config);
    assertThat(subwords.source().symbols()).startsWith("<unused>", "<pad>", "</s>", "<unk>");
    assertThat(subwords.source().symbols()).contains("z").doesNotContain("y");
    assertThat(subwords.target().symbols())
        .containsExactly("<unused>", "<pad>", "</s>", "<unk>", "y");
  }

  @Test
  void ofItsOwnMergesTheSourceSharesNone() {
    List<SentencePair> pairs = List.of(pair("xyz xyz xyz", "ab ab"));
    ConvConfig joint = TinyTranslation.with(TinyTranslation.config(4, 0, 1), "bpe", 1);
    ConvConfig own = TinyTranslation.with(joint, "sourceUnits", "OWN_BPE");
    Subwords shared = EncodedBitext.learnSubwords(pairs, joint);
    assertThat(shared.sourceBpe()).isSameAs(shared.bpe());
    assertThat(shared.codeTarget("ab").ids()).as("a, b and the end").hasSize(3);
    Subwords separate = EncodedBitext.learnSubwords(pairs, own);
    assertThat(separate.codeTarget("ab").ids()).as("ab and the end").hasSize(2);
    assertThat(separate.codeSource(List.of("xyz")).ids())
        .isEqualTo(shared.codeSource(List.of("xyz")).ids());
    assertThat(separate.sourceBpe().lines()).isEqualTo(shared.bpe().lines());
  }

  @Test
  void charactersOfTheSourceTeachNoMerges() {
    ConvConfig characters =
        new ConvConfig(
            "zh",
            SourceUnits.CHARACTERS,
            10,
            4,
            "4x1",
            "4x1",
            4,
            64,
            0,
            0,
            0,
            "last",
            1,
            0,
            1,
            100,
            40,
            3,
            1,
            ConvConfig.Schedule.FIXED,
            2,
            0,
            0.1,
            1e-5,
            0,
            0,
            Products.FLOAT32,
            1);
    Subwords subwords =
        EncodedBitext.learnSubwords(List.of(pair("中国中国中国", "ab ab ab")), characters);
    assertThat(subwords.source().symbols()).endsWith("中", "国").hasSize(6);
    assertThat(subwords.bpe().merges()).allSatisfy(m -> assertThat(m.left()).isEqualTo("a"));
  }
}
