package org.conversener.torchfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.conversener.torchfile.PickleMeaning.MeaninglessException;

/**
 * A tensor of a file: numbers of a storage, seen with a shape and strides. They are read when asked
 * for, as often as that happens, while the {@link TorchFile} is open.
 */
public final class TorchTensor {
  private static final int CHUNK = 1 << 18;

  private final TorchStorage storage;
  private final long first;
  private final long[] shape;
  private final long[] strides;
  private final int count;
  private final long span;

  private TorchTensor(
      TorchStorage storage, long first, long[] shape, long[] strides, int count, long span) {
    this.storage = storage;
    this.first = first;
    this.shape = shape;
    this.strides = strides;
    this.count = count;
    this.span = span;
  }

  /** A tensor over a part of a storage, checked to lie in it and not to repeat its numbers. */
  static TorchTensor of(TorchStorage.View view, long offset, long[] shape, long[] strides)
      throws MeaninglessException {
    String what =
        "a tensor of shape "
            + Arrays.toString(shape)
            + ", strides "
            + Arrays.toString(strides)
            + " and offset "
            + offset
            + " in storage "
            + view.storage().key();
    if (shape.length != strides.length || offset < 0) {
      throw new MeaninglessException(
          what + ": expected as many strides as sizes, an offset of 0 up");
    }
    try {
      long count = 1;
      long last = 0;
      for (int i = 0; i < shape.length; i++) {
        if (shape[i] < 0 || strides[i] < 0) {
          throw new MeaninglessException(what + ": expected nothing negative");
        }
        count = Math.multiplyExact(count, shape[i]);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
      }
      long span = count == 0 ? 0 : last + 1;
      if (Math.addExact(offset, span) > view.count()) {
        throw new MeaninglessException(
            what + ": it needs " + (offset + span) + " numbers, the storage has " + view.count());
      }
      if (count > span) {
        throw new MeaninglessException(
            what + ": its " + count + " numbers overlap, being only " + span);
      }
      if (span * view.storage().type().bytes() > Integer.MAX_VALUE - 8) {
        throw new MeaninglessException(what + ": expected less than 2 GB");
      }
      return new TorchTensor(
          view.storage(), view.start() + offset, shape, strides, (int) count, span);
    } catch (ArithmeticException e) {
      throw new MeaninglessException(what + ": beyond 64 bits");
    }
  }

  /** The sizes of its dimensions. */
  public long[] shape() {
    return shape.clone();
  }

  /** How many numbers it has. */
  public int count() {
    return count;
  }

  /** The bytes its numbers take in the file. */
  public long bytes() {
    return (long) count * storage.type().bytes();
  }

  /** Its numbers in row-major order. */
  public double[] toDoubles() throws IOException {
    double[] values = new double[count];
    read((index, value) -> values[index] = value);
    return values;
  }

  /** Its numbers in row-major order, rounded to single precision. */
  public float[] toFloats() throws IOException {
    float[] values = new float[count];
    read((index, value) -> values[index] = (float) value);
    return values;
  }

  @FunctionalInterface
  private interface Sink {
    void put(int index, double value);
  }

  private void read(Sink sink) throws IOException {
    if (isContiguous()) {
      readRow(sink);
    } else {
      readStrided(sink);
    }
  }

  private boolean isContiguous() {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != expected) {
        return count == 0;
      }
      expected *= shape[i];
    }
    return true;
  }

  private void readRow(Sink sink) throws IOException {
    StorageType type = storage.type();
    for (int done = 0; done < count; done += CHUNK) {
      int now = Math.min(CHUNK, count - done);
      ByteBuffer bytes = storage.read(first + done, now);
      for (int i = 0; i < now; i++) {
        sink.put(done + i, type.get(bytes, i * type.bytes()));
      }
    }
  }

  private void readStrided(Sink sink) throws IOException {
    StorageType type = storage.type();
    ByteBuffer bytes = storage.read(first, (int) span);
    int[] place = new int[shape.length];
    for (int index = 0; index < count; index++) {
      long at = 0;
      for (int i = 0; i < shape.length; i++) {
        at += place[i] * strides[i];
      }
      sink.put(index, type.get(bytes, (int) at * type.bytes()));
      for (int i = shape.length - 1; i >= 0 && ++place[i] == shape[i]; i--) {
        place[i] = 0;
      }
    }
  }
}
