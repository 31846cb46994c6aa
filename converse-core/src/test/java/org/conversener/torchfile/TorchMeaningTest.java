package org.conversener.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.torchfile.PickleMeaning.MeaninglessException;
import org.junit.jupiter.api.Test;

/** What a few bytes can ask for again and again is counted. */
class TorchMeaningTest {
  private static final PickleGlobal DICT = new PickleGlobal("collections", "OrderedDict");
  private static final PickleGlobal TENSOR = new PickleGlobal("torch._utils", "_rebuild_tensor_v2");
  private final TorchMeaning meaning = new TorchMeaning(Set.of("collections", "torch"));

  private static PickleTuple tuple(Object... items) {
    return new PickleTuple(List.of(items));
  }

  @Test
  void oneListCannotBecomeAnyNumberOfDicts() throws MeaninglessException {
    List<Object> pairs = Collections.nCopies(400_000, tuple("key", 1L));
    for (int i = 0; i < 2; i++) {
      assertThat(meaning.make(DICT, tuple(pairs), Map.of())).isEqualTo(Map.of("key", 1L));
    }
    assertThatThrownBy(() -> meaning.make(DICT, tuple(pairs), Map.of()))
        .isInstanceOf(MeaninglessException.class)
        .hasMessageContaining("1048576 pairs in ordered dicts, found 1200000");
  }

  @Test
  void aTensorHasNoMillionDimensions() {
    TorchStorage storage = new TorchStorage("0", StorageType.FLOAT, 1);
    TorchStorage.View view = new TorchStorage.View(storage, 0, 1);
    PickleTuple sizes = new PickleTuple(Collections.nCopies(65, 1L));
    assertThatThrownBy(() -> meaning.make(TENSOR, tuple(view, 0L, sizes, sizes), Map.of()))
        .isInstanceOf(MeaninglessException.class)
        .hasMessageContaining("at most 64 dimensions of a tensor, found 65");
  }
}
