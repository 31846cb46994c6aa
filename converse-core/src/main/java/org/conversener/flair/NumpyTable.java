package org.conversener.flair;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Float16;
import org.conversener.tensor.VectorTable;
import org.conversener.torchfile.PickleObject;
import org.conversener.torchfile.PickleTuple;
import org.conversener.torchfile.PickleValues;
import org.jspecify.annotations.Nullable;

/**
 * A numpy array of two dimensions as it stands in a pickle: the bytes of its numbers beside its
 * shape and their kind ({@code numpy.ndarray.__reduce__}).
 */
final class NumpyTable implements VectorTable {
  private static final int WIDEST = 1 << 20;

  private final int rows;
  private final int width;
  private final int size;
  private final ByteBuffer numbers;

  private NumpyTable(int rows, int width, int size, ByteBuffer numbers) {
    this.rows = rows;
    this.width = width;
    this.size = size;
    this.numbers = numbers;
  }

  /**
   * The array that an object has under this name.
   *
   * @throws CorruptFileException if it is no table of little-endian floating-point numbers, or has
   *     another number of them than its shape says
   */
  static NumpyTable of(FlairFields owner, String name) throws CorruptFileException {
    Object value = owner.get(name);
    if (!(value instanceof PickleObject array)
        || !array.type().toString().matches("numpy\\.(core|_core)\\.multiarray\\._reconstruct")
        || !(array.state() instanceof PickleTuple state)
        || state.items().size() != 5) {
      throw owner.wrong(name, "a numpy array");
    }
    List<Object> items = state.items();
    long[] shape = shape(items.get(1));
    int size = size(items.get(2));
    byte[] bytes = PythonBytes.of(items.get(4));
    if (shape == null || size == 0 || !Boolean.FALSE.equals(items.get(3)) || bytes == null) {
      throw owner.bad(
          name,
          "expected a table of rows of little-endian numbers of 2, 4 or 8 bytes, found shape "
              + (shape == null ? "unknown" : Arrays.toString(shape))
              + ", kind "
              + PickleValues.describe(items.get(2)));
    }
    boolean fits = shape[0] <= Integer.MAX_VALUE && shape[1] >= 1 && shape[1] <= WIDEST;
    if (!fits || shape[0] * shape[1] * size != bytes.length) {
      throw owner.bad(
          name,
          "its shape " + Arrays.toString(shape) + " is not that of its " + bytes.length + " bytes");
    }
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new NumpyTable((int) shape[0], (int) shape[1], size, numbers);
  }

  /** Two sizes of at least 0, or null. */
  private static long @Nullable [] shape(Object value) {
    return value instanceof PickleTuple tuple
            && tuple.items().size() == 2
            && tuple.items().get(0) instanceof Long rows
            && tuple.items().get(1) instanceof Long width
            && rows >= 0
            && width >= 0
        ? new long[] {rows, width}
        : null;
  }

  /** The bytes of a number of this kind; 0 if it is no such kind. */
  private static int size(Object value) {
    if (!(value instanceof PickleObject type)
        || !type.type().is("numpy.dtype")
        || type.arguments().items().isEmpty()
        || !(type.arguments().items().get(0) instanceof String name)
        || !(type.state() instanceof PickleTuple state)
        || state.items().size() < 2
        || !(state.items().get(1) instanceof String order)
        || !(order.equals("<") || order.equals("=") || order.equals("|"))) {
      return 0;
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "f2" -> 2;
      case "f4" -> 4;
      case "f8" -> 8;
      default -> 0;
    };
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void copyRow(int row, float[] target, int offset) {
    int start = row * width * size;
    for (int i = 0; i < width; i++) {
      int place = start + i * size;
      target[offset + i] =
          switch (size) {
            case 2 -> Float16.toFloat(numbers.getShort(place));
            case 4 -> numbers.getFloat(place);
            default -> (float) numbers.getDouble(place);
          };
    }
  }
}
