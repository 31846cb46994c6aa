package org.conversener.tensorbundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.conversener.tensor.CorruptFileException;

/** A bundle of tensors: what its index says, and the numbers of each when they are asked for. */
public final class TensorBundle {
  private static final String INDEX = ".index";
  private static final long MAX_INDEX = 64L << 20;
  private static final int MOST_SHARDS = 10_000;
  private static final int CHUNK = 1 << 20;

  private final Path index;
  private final int shards;
  private final Map<String, BundleTensor> tensors;

  private TensorBundle(Path index, int shards, Map<String, BundleTensor> tensors) {
    this.index = index;
    this.shards = shards;
    this.tensors = tensors;
  }

  /**
   * Reads an index, and checks that every tensor lies in its data file.
   *
   * @param index a file whose name ends in {@code .index}
   * @throws NoSuchFileException if it, or a data file it needs, is missing
   * @throws CorruptFileException if it breaks a rule of its format
   */
  public static TensorBundle open(Path index) throws IOException {
    if (!Files.isRegularFile(index)) {
      throw new NoSuchFileException(index.toString(), null, "there is no such file");
    }
    if (!index.toString().endsWith(INDEX) || Files.size(index) > MAX_INDEX) {
      throw new CorruptFileException(
          index, "expected a file named *" + INDEX + " of at most " + MAX_INDEX + " bytes");
    }
    Map<String, byte[]> entries =
        new LinkedHashMap<>(SortedTable.read(index, Files.readAllBytes(index)));
    byte[] header = entries.remove("");
    if (header == null) {
      throw new CorruptFileException(index, "a table without the header of a bundle");
    }
    ProtoMessage message = ProtoMessage.read(new ByteReader(index, header));
    long shards = message.number(1);
    if (shards < 1 || shards > MOST_SHARDS || message.number(2) != 0) {
      throw new CorruptFileException(
          index,
          "expected little-endian numbers in 1 to " + MOST_SHARDS + " data files, found " + shards);
    }
    Map<String, BundleTensor> tensors = new LinkedHashMap<>();
    TensorBundle bundle = new TensorBundle(index, (int) shards, tensors);
    Map<Path, Long> used = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      BundleTensor tensor = BundleTensor.read(index, entry.getKey(), entry.getValue());
      bundle.check(tensor, used);
      tensors.put(entry.getKey(), tensor);
    }
    return bundle;
  }

  private void check(BundleTensor tensor, Map<Path, Long> used) throws IOException {
    if (tensor.shard() >= shards) {
      throw new CorruptFileException(
          index, "tensor " + tensor.name() + ": in data file " + tensor.shard() + " of " + shards);
    }
    Path data = data(tensor);
    if (!Files.isRegularFile(data)) {
      throw new NoSuchFileException(
          data.toString(), null, "the numbers of " + index + " are not beside it");
    }
    long length = Files.size(data);
    // All together too: tensors that overlap could make much of a small file.
    long all = used.merge(data, Math.min(tensor.size(), length + 1), Long::sum);
    if (tensor.offset() > length || tensor.size() > length - tensor.offset() || all > length) {
      throw new CorruptFileException(
          data,
          "tensor "
              + tensor.name()
              + " needs "
              + tensor.size()
              + " bytes at "
              + tensor.offset()
              + ", all up to it "
              + all
              + ", and the file has "
              + length);
    }
  }

  private Path data(BundleTensor tensor) {
    String name = String.valueOf(index.getFileName());
    return index.resolveSibling(
        String.format(
            Locale.ROOT,
            "%s.data-%05d-of-%05d",
            name.substring(0, name.length() - INDEX.length()),
            tensor.shard(),
            shards));
  }

  /** The index. */
  public Path index() {
    return index;
  }

  /** The tensors by name, in the order of their names. */
  public Map<String, BundleTensor> tensors() {
    return java.util.Collections.unmodifiableMap(tensors);
  }

  /**
   * The numbers of a tensor in row-major order.
   *
   * @throws CorruptFileException if they are not single precision, or their checksum differs
   */
  public float[] read(BundleTensor tensor) throws IOException {
    Path data = data(tensor);
    if (!tensor.isFloat()) {
      throw new CorruptFileException(
          index,
          "tensor "
              + tensor.name()
              + ": expected single precision (type 1), found type "
              + tensor.type());
    }
    float[] values = new float[(int) (tensor.size() / 4)];
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(data)) {
      for (int done = 0; done < values.length; ) {
        int count = Math.min(CHUNK / 4, values.length - done);
        fill(channel, chunk.clear().limit(4 * count), tensor.offset() + 4L * done, data);
        checksum.update(chunk.array(), 0, 4 * count);
        chunk.flip().asFloatBuffer().get(values, done, count);
        done += count;
      }
    }
    if (MaskedChecksum.of(checksum) != tensor.checksum()) {
      throw new CorruptFileException(
          data, "the checksum of tensor " + tensor.name() + " differs; fetch or make it again");
    }
    return values;
  }

  private static void fill(FileChannel channel, ByteBuffer buffer, long place, Path data)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, place + buffer.position()) < 0) {
        throw new CorruptFileException(data, "ends early, at byte " + (place + buffer.position()));
      }
    }
  }
}
