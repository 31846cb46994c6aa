package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.conversener.tensor.Scope;
import org.conversener.text.Sentence;
import org.junit.jupiter.api.Test;

class RememberedRowsTest {
  private static final Sentence TWO = Sentence.of("a", "b");
  private static final Sentence THREE = Sentence.of("c", "d", "e");
  private static final Sentence ONE = Sentence.of("f");

  private final ToyRows rows = new ToyRows("toy", 4);

  private static float[] floats(FrozenRows rows, Sentence... sentences) {
    try (Scope scope = Scope.withoutGradients()) {
      return rows.of(List.of(sentences)).toFloats();
    }
  }

  @Test
  void aSentenceIsComputedOnceAndStandsWhereItBelongs() {
    try (RememberedRows remembered = new RememberedRows(rows, 1_000)) {
      remembered.remember(List.of(TWO, THREE, TWO));
      assertThat(rows.computed).hasValue(2);
      float[] found = floats(remembered, THREE, ONE, TWO, ONE);
      assertThat(rows.computed).as("ONE twice in one batch").hasValue(4);
      assertThat(found).containsExactly(floats(rows, THREE, ONE, TWO, ONE));
      int before = rows.computed.get();
      var unused = floats(remembered, ONE, THREE);
      assertThat(rows.computed).hasValue(before);
    }
  }

  @Test
  void noMoreIsRememberedThanMayBe() {
    // Four floats a word: room for three words.
    try (RememberedRows remembered = new RememberedRows(rows, 48)) {
      var unused = floats(remembered, TWO);
      unused = floats(remembered, THREE);
      unused = floats(remembered, ONE);
      int before = rows.computed.get();
      unused = floats(remembered, TWO, ONE);
      assertThat(rows.computed).hasValue(before);
      unused = floats(remembered, THREE);
      assertThat(rows.computed).hasValue(before + 1);
    }
  }

  @Test
  void whatWouldNotFitIsNotComputedInAdvance() {
    try (RememberedRows remembered = new RememberedRows(rows, 10)) {
      remembered.remember(List.of(TWO, THREE));
      assertThat(rows.computed).hasValue(0);
    }
  }

  @Test
  void closingFreesTheRowsAndTheModel() {
    var unused = floats(rows, TWO); // loads what stays loaded
    long before = Scope.livePointers();
    RememberedRows remembered = new RememberedRows(rows, 1_000);
    remembered.remember(List.of(TWO, THREE, ONE));
    remembered.close();
    assertThat(Scope.livePointers()).isLessThanOrEqualTo(before);
    assertThat(rows.closed).hasValue(1);
  }
}
