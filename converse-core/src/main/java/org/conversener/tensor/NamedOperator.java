package org.conversener.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** An operator that libtorch offers by its name alone. */
final class NamedOperator {
  private final OperatorHandle handle;

  private NamedOperator(OperatorHandle handle) {
    this.handle = handle;
  }

  /**
   * The operator, or null if this libtorch does not have it, or it is oneDNN's and there is none.
   */
  static @Nullable NamedOperator find(String name) {
    Natives.ensureLoaded();
    try {
      var handle = Dispatcher.singleton().findSchemaOrThrow(name, "");
      var unused = handle.retainReference();
      boolean isUsable = torch.hasMKLDNN() || !name.startsWith("mkldnn::");
      return isUsable ? new NamedOperator(handle) : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** What it takes and gives. */
  OperatorHandle handle() {
    return handle;
  }

  /**
   * Calls it.
   *
   * @param arguments all of them; the results take their place
   */
  void call(IValueVector arguments) {
    handle.callBoxed(arguments);
  }

  /** Calls one that takes these and gives one tensor, under a handle of its own. */
  org.bytedeco.pytorch.Tensor tensor(IValue... arguments) {
    try (IValueVector all = new IValueVector(arguments)) {
      call(all);
      return new org.bytedeco.pytorch.Tensor(all.get(0).toTensor());
    }
  }
}
