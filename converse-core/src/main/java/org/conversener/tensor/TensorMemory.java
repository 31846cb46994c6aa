package org.conversener.tensor;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** The memory of tensors itself, so that files can be read into it and written from it. */
public final class TensorMemory {
  private TensorMemory() {}

  /** A tensor of whatever the memory holds, to be filled before it is read. */
  public static Tensor empty(DType type, long... shape) {
    Natives.ensureLoaded();
    return new Tensor(torch.empty(shape, new TensorOptions(type.raw()), null));
  }

  /**
   * A tensor's own memory, in row-major order and the processor's byte order: nothing is copied,
   * and what is written there changes the tensor. Trap: it must not be used once the tensor is
   * freed.
   *
   * @throws IllegalArgumentException if the elements are not in row-major order one after the
   *     other, or take more than 2 GB
   */
  public static ByteBuffer of(Tensor tensor) {
    long size = tensor.raw().nbytes();
    if (!tensor.raw().is_contiguous() || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected a tensor of at most 2 GB in row-major order, found " + tensor);
    }
    return size == 0
        ? ByteBuffer.allocateDirect(0)
        : new BytePointer(tensor.raw().data_ptr()).capacity(size).asByteBuffer();
  }
}
