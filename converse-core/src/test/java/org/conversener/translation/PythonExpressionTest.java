package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PythonExpressionTest {
  @Test
  void theExpressionsOfFairseqAreRead() {
    List<Long> layer = List.of(512L, 3L);
    assertThat(PythonExpression.parse("[(512, 3)] * 20")).isEqualTo(Collections.nCopies(20, layer));
    assertThat(PythonExpression.parse(" [(512,3)]*2+[ (4, 1, 1) ] * 1 + [(7, 5,)]"))
        .isEqualTo(List.of(layer, layer, List.of(4L, 1L, 1L), List.of(7L, 5L)));
    assertThat(PythonExpression.parse("((512, 3),) * 2")).isEqualTo(List.of(layer, layer));
    assertThat(PythonExpression.parse("2 * ([(512, 3)])")).isEqualTo(List.of(layer, layer));
    assertThat(PythonExpression.parse("True")).isEqualTo(true);
    assertThat(PythonExpression.parse("[True] * 2 + [False]"))
        .isEqualTo(List.of(true, true, false));
    assertThat(PythonExpression.parse("[]")).isEqualTo(List.of());
  }

  @Test
  void anythingElseIsRefused() {
    for (String text :
        List.of(
            "",
            "__import__('os').system('true')",
            "[(512, 3)",
            "[(512 3)]",
            "[,]",
            "(512, 3)]",
            "[1] * [2]",
            "1 + 1",
            "-1",
            "[x for x in y]",
            "9999999999",
            "512.0",
            "[0] * 1001",
            "[[0] * 1000] * 2 + [0] * 999",
            "(".repeat(30) + "1" + ")".repeat(30),
            " ".repeat(10_001))) {
      assertThatThrownBy(() -> PythonExpression.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }
}
