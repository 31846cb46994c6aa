package org.conversener.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.conversener.augmentation.Pairs.pair;

import java.util.List;
import org.conversener.augmentation.NameTable.Origin;
import org.conversener.corpus.SentencePair;
import org.junit.jupiter.api.Test;

class NameLearnerTest {
  private static List<String> names(NameTable table) {
    return table.spaced().stream().map(NamePair::source).toList();
  }

  @Test
  void verbatimNamesAreInTheTableOnce() {
    NameTable table =
        Pairs.learn(NameSources.NONE, pair("a Rita le gusta", "it pleases Rita")).table();
    assertThat(names(table))
        .containsExactly(
            "Rita",
            "Bruno",
            "Galdar",
            "Ottavio",
            "Petrosca",
            "Valdemar",
            "Quintana",
            "Elsa Moreno");
    assertThat(table.count(Origin.VERBATIM)).isEqualTo(8);
  }

  @Test
  void aNameThatIsMoreOftenTranslatedIsNotInTheTable() {
    NameTable table =
        Pairs.learn(
                NameSources.NONE,
                pair("fue a Rita", "he went to Reeta"),
                pair("ama a Rita", "he loves Reeta"))
            .table();
    assertThat(names(table)).doesNotContain("Rita").contains("Bruno");
  }

  @Test
  void rareNamesCanBeLeftOut() {
    AugmentationConfig config = new AugmentationConfig(1, 0, 0, 0, 0, 2, false, 0);
    NameTable table =
        NameLearner.learn(Pairs.of(pair("oye a Rita", "he hears Rita")), NameSources.NONE, config)
            .table();
    assertThat(names(table)).containsExactly("Rita");
  }

  @Test
  void namesOfTheSourceSideAreTakenOnlyIfAskedForAndNoCommonWords() {
    List<SentencePair> pairs =
        Pairs.of(pair("visita Sanlúcar y Hotel", "he visits the town and the hotel"));
    AugmentationConfig config = new AugmentationConfig(1, 0, 0, 0, 0, 1, true, 0);
    NameTable with = NameLearner.learn(pairs, NameSources.NONE, config).table();
    assertThat(names(with)).contains("Sanlúcar").doesNotContain("Hotel");
    assertThat(with.count(Origin.SOURCE)).isEqualTo(1);
    NameTable without = NameLearner.learn(pairs, NameSources.NONE, AugmentationConfig.OFF).table();
    assertThat(names(without)).doesNotContain("Sanlúcar");
  }

  @Test
  void lexiconsGiveNamesButNoCommonWords() {
    NameSources sources =
        new NameSources(
            List.of(
                Pairs.lexicon(
                    "里约热内卢",
                    "Rio de Janeiro",
                    "旅馆",
                    "Hotel",
                    "淡化",
                    "Etiolation",
                    "淡化",
                    "etiolation",
                    "四号",
                    "Number 4",
                    "中国银行",
                    "Bank of China")),
            List.of());
    NameTable table = Pairs.learn(sources).table();
    assertThat(table.han())
        .containsExactly(
            new NamePair("里约热内卢", "Rio de Janeiro"), new NamePair("中国银行", "Bank of China"));
  }

  @Test
  void parallelTextContradictsLexicons() {
    NameSources sources =
        new NameSources(
            List.of(
                Pairs.lexicon(
                    "专文",
                    "Pizza Palace",
                    "利马",
                    "Lima",
                    "利马",
                    "Lima Station",
                    "基多",
                    "Quito",
                    "Londres",
                    "London",
                    "Roma",
                    "Rome")),
            List.of());
    NameTable table =
        Pairs.learn(
                sources,
                pair("他写专文。", "He writes an article."),
                pair("他在利马。", "He is in Lima."),
                pair("va a Londres", "he goes to London"),
                pair("va a Roma", "he goes to the Romani"))
            .table();
    assertThat(table.han())
        .containsExactlyInAnyOrder(new NamePair("利马", "Lima"), new NamePair("基多", "Quito"));
    assertThat(table.spaced())
        .contains(new NamePair("Londres", "London"))
        .doesNotContain(new NamePair("Roma", "Rome"));
    assertThat(table.count(Origin.LEXICON)).isEqualTo(3);
  }

  @Test
  void listsGiveNamesAndWhatIsNoneIsCounted() {
    NameSources sources =
        new NameSources(List.of(), List.of(List.of("Zoraida Luz", "rita", "Rita", "Apolo 13")));
    NameTable table = Pairs.learn(sources).table();
    assertThat(table.count(Origin.LIST)).isEqualTo(1);
    assertThat(names(table)).contains("Zoraida Luz");
    assertThat(table.leftOut()).isEqualTo(2);
  }
}
