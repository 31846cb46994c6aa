package org.conversener.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CharactersTest {
  @Test
  void aTextIsCutIntoCodePointsWithoutWhitespace() {
    assertThat(Characters.split("我 在\u3000𠮷野家\u00A0A1\u0085\n"))
        .containsExactly("我", "在", "𠮷", "野", "家", "A", "1");
    assertThat(Characters.split(" \t")).isEmpty();
  }

  @Test
  void joiningPutsNothingBetween() {
    assertThat(Characters.join(List.of("北", "京", "𠮷"))).isEqualTo("北京𠮷");
  }

  @Test
  void orderIsByCodePointAndNotByUnit() {
    assertThat("😀".compareTo("！")).as("the order of Java").isNegative();
    assertThat(Characters.CODE_POINT_ORDER.compare("😀", "！")).isPositive();
    assertThat(
            List.of("b", "ab", "😁", "a", "！", "😀").stream().sorted(Characters.CODE_POINT_ORDER))
        .containsExactly("a", "ab", "b", "！", "😀", "😁");
  }
}
