package org.conversener.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.GradMode;
import org.jspecify.annotations.Nullable;

/**
 * The lifetime of the tensors created while it is open: closing it frees them all. Scopes nest and
 * belong to the thread that opened them.
 */
public final class Scope implements AutoCloseable {
  private final Thread owner = Thread.currentThread();
  private final @Nullable PointerScope outer;
  private final PointerScope scope;
  private final @Nullable AutoGradMode mode;

  private Scope(boolean withGradients) {
    Natives.ensureLoaded();
    outer = PointerScope.getInnerScope();
    scope = new PointerScope();
    mode = withGradients ? null : new AutoGradMode(false);
  }

  /** Opens a scope in which operations record what gradients need. */
  public static Scope open() {
    return new Scope(true);
  }

  /** Opens a scope in which nothing is recorded for gradients: for inference. */
  public static Scope withoutGradients() {
    return new Scope(false);
  }

  /** Whether operations of this thread record what gradients need. */
  public static boolean recordsGradients() {
    Natives.ensureLoaded();
    return GradMode.is_enabled();
  }

  /**
   * Lets a tensor outlive this scope: it then belongs to the scope around it or, without one, to
   * whoever holds it, who must {@linkplain Tensor#close close} it.
   *
   * @return the same tensor
   */
  public Tensor keep(Tensor tensor) {
    checkThread();
    if (outer != null) {
      var unused = outer.attach(tensor.raw());
    } else {
      var unused = tensor.raw().retainReference();
    }
    return tensor;
  }

  /** Frees every tensor that was created in this scope and not kept. */
  @Override
  public void close() {
    checkThread();
    if (mode != null) {
      mode.close();
    }
    scope.close();
  }

  /** How many native objects the process holds; for tests that nothing leaks. */
  public static long livePointers() {
    return Pointer.totalCount();
  }

  private void checkThread() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a scope belongs to the thread that opened it, "
              + owner.getName()
              + "; used in "
              + Thread.currentThread().getName());
    }
  }
}
