package org.conversener.tensorbundle;

import java.nio.file.Path;
import java.util.List;
import org.conversener.tensor.CorruptFileException;

/**
 * What the index says of a tensor (TensorFlow's {@code BundleEntryProto}).
 *
 * @param name its name
 * @param type TensorFlow's number of its type; 1 is single precision
 * @param shape the sizes of its dimensions
 * @param shard which data file its numbers are in
 * @param offset where in it they start
 * @param size how many bytes they are
 * @param checksum their masked CRC-32C
 */
public record BundleTensor(
    String name, int type, List<Long> shape, int shard, long offset, long size, long checksum) {
  private static final int FLOAT = 1;
  private static final int MOST_DIMENSIONS = 16;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  /** Copies the shape. */
  public BundleTensor {
    shape = List.copyOf(shape);
  }

  /** Whether its numbers are single precision, which is all that can be read. */
  public boolean isFloat() {
    return type == FLOAT;
  }

  /** The sizes of its dimensions. */
  public long[] sizes() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Reads an entry; that it lies in its data file is not yet known. */
  static BundleTensor read(Path file, String name, byte[] value) throws CorruptFileException {
    ProtoMessage entry = ProtoMessage.read(new ByteReader(file, value));
    if (entry.has(7)) {
      throw new CorruptFileException(
          file, "tensor " + name + ": it is saved in slices, which this Converse does not read");
    }
    // dtype 1, shape 2 (of dimensions 2, of a size 1), shard 3, offset 4, size 5, checksum 6.
    List<ProtoMessage> shapes = entry.messages(2);
    List<ProtoMessage> dimensions = shapes.isEmpty() ? List.of() : shapes.get(0).messages(2);
    List<Long> shape = dimensions.stream().map(dimension -> dimension.number(1)).toList();
    BundleTensor tensor =
        new BundleTensor(
            name,
            (int) Math.min(Integer.MAX_VALUE, entry.number(1) & Long.MAX_VALUE),
            shape,
            (int) Math.min(Integer.MAX_VALUE, entry.number(3) & Long.MAX_VALUE),
            entry.number(4),
            entry.number(5),
            entry.number(6));
    tensor.check(file);
    return tensor;
  }

  private void check(Path file) throws CorruptFileException {
    boolean isGood = shape.size() <= MOST_DIMENSIONS && offset >= 0 && size >= 0;
    if (isGood && isFloat()) {
      long bytes = 4;
      for (long dimension : shape) {
        // Both factors stay below 2^31, so the product cannot overflow.
        isGood &= dimension >= 0 && dimension <= MOST_BYTES;
        bytes = isGood ? bytes * dimension : 0;
        isGood &= bytes <= MOST_BYTES;
      }
      isGood &= bytes == size;
    }
    if (!isGood) {
      throw new CorruptFileException(
          file,
          "tensor "
              + name
              + ": a shape of "
              + (shape.size() > MOST_DIMENSIONS ? shape.size() + " dimensions" : shape.toString())
              + ", "
              + size
              + " bytes at "
              + offset
              + ": no such tensor can be");
    }
  }
}
