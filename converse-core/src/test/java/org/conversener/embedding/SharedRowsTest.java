package org.conversener.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SharedRowsTest {
  @Test
  void theLastHolderFreesTheModel() {
    ToyRows rows = new ToyRows("toy", 2);
    SharedRows shared = new SharedRows(rows);
    SharedRows second = shared.hold();
    shared.close();
    assertThat(rows.closed).hasValue(0);
    SharedRows third = second.hold();
    second.close();
    assertThat(rows.closed).hasValue(0);
    third.close();
    assertThat(rows.closed).hasValue(1);
    assertThatThrownBy(shared::hold)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was freed");
  }
}
