package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.conversener.translation.AlignmentRule.Kind;
import org.junit.jupiter.api.Test;

class AlignmentRuleTest {
  @Test
  void whatIsReadIsWrittenTheSame() {
    for (String text :
        new String[] {
          "by-target",
          "by-source",
          "intersection",
          "union",
          "grow-diag-final",
          "threshold:0.35",
          "threshold:1.0E-4"
        }) {
      assertThat(AlignmentRule.parse(text)).hasToString(text);
    }
    assertThat(AlignmentRule.parse("threshold:.5")).isEqualTo(AlignmentRule.atLeast(0.5f));
  }

  @Test
  void otherRulesAndThresholdsAreRejected() {
    for (String text :
        new String[] {
          "",
          "grow-diag",
          "threshold",
          "threshold:",
          "threshold:x",
          "threshold:-1",
          "BY-TARGET",
          "threshold:NaN",
          "threshold:1f",
          "threshold:0x1p1",
          "threshold: 1",
          "threshold:1,5"
        }) {
      assertThatThrownBy(() -> AlignmentRule.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .isNotInstanceOf(NumberFormatException.class)
          .hasMessageContaining("grow-diag-final")
          .hasMessageContaining("found '" + text + "'");
    }
  }

  @Test
  void aThresholdIsAboveZeroAndOnlyForItsRule() {
    for (String text : new String[] {"threshold:0", "threshold:0.0", "threshold:1e999"}) {
      assertThatThrownBy(() -> AlignmentRule.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("above 0");
    }
    assertThatThrownBy(() -> AlignmentRule.atLeast(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AlignmentRule(Kind.UNION, 0.5f))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
