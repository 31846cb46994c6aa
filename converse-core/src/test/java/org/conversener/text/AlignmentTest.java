package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  @Test
  void aLinkNamesTheSourceWordFirst() {
    assertThat(Alignment.parse("0-2 10-1").sure())
        .containsExactly(new Link(0, 2), new Link(10, 1))
        .isNotEqualTo(Alignment.parse("2-0 1-10").sure());
  }

  @Test
  void possibleLinksAreMarkedByAQuestionMarkOrAP() {
    Alignment alignment = Alignment.parse("0-0 1?1 2p1");
    assertThat(alignment.sure()).containsExactly(new Link(0, 0));
    assertThat(alignment.possible())
        .containsExactly(new Link(0, 0), new Link(1, 1), new Link(2, 1));
    assertThat(alignment.isSure()).isFalse();
    assertThat(alignment).hasToString("0-0 1?1 2?1");
  }

  @Test
  void linksAreSortedByNumberAndCountOnce() {
    assertThat(Alignment.parse("10-0 9-1 9-0 10-0")).hasToString("9-0 9-1 10-0");
  }

  @Test
  void sureAndPossibleIsSure() {
    for (String line : new String[] {"0-1 0?1", "0?1 0-1"}) {
      assertThat(Alignment.parse(line)).hasToString("0-1");
      assertThat(Alignment.parse(line).isSure()).isTrue();
    }
  }

  @Test
  void anEmptyLineHasNoLinks() {
    assertThat(Alignment.parse("")).isEqualTo(Alignment.of()).hasToString("");
    assertThat(Alignment.parse(" \t ")).isEqualTo(Alignment.of());
  }

  @Test
  void linksMayBePartedByAnySpacesOrTabs() {
    assertThat(Alignment.parse(" 0-0\t1-1   2-2 ")).hasToString("0-0 1-1 2-2");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Alignment alignment = new Alignment(links(random), links(random));
      assertThat(Alignment.parse(alignment.toString())).as("seed %s", seed).isEqualTo(alignment);
    }
  }

  private static SortedSet<Link> links(Random random) {
    SortedSet<Link> links = new TreeSet<>();
    int count = random.nextInt(6);
    for (int k = 0; k < count; k++) {
      links.add(new Link(random.nextInt(12), random.nextInt(12)));
    }
    return links;
  }

  @Test
  void malformedLinksAreToldWithTheirNumber() {
    for (String bad :
        new String[] {
          "1",
          "1-",
          "-1",
          "1--2",
          "1-2-3",
          "a-b",
          "1:2",
          "1 - 2",
          "01-2",
          "1-2,3-4",
          "1-2:0.5",
          "1P2",
          "1‐2",
          "1234567890-0",
          "٣-١"
        }) {
      assertThatThrownBy(() -> Alignment.parse("0-0 " + bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .isNotInstanceOf(NumberFormatException.class)
          .hasMessageContaining("link 2 of the line: expected SOURCE-ENGLISH")
          .hasMessageEndingWith("found \"" + bad.split(" ", -1)[0] + "\"");
    }
  }

  @Test
  void wordsAreNotNegative() {
    assertThatThrownBy(() -> new Link(0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0");
  }

  @Test
  void theSetsCannotBeChanged() {
    SortedSet<Link> links = new TreeSet<>();
    Alignment alignment = Alignment.of(links);
    links.add(new Link(0, 0));
    assertThat(alignment.sure()).isEmpty();
    assertThatThrownBy(() -> alignment.possible().add(new Link(1, 1)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
