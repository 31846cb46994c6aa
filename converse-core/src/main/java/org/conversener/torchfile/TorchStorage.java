package org.conversener.torchfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Numbers in a row that tensors look at, still in the file. */
final class TorchStorage {
  private final String key;
  private final StorageType type;
  private final long count;
  private @Nullable Source source;

  /** Where the bytes of a storage are. */
  @FunctionalInterface
  interface Source {
    /** Bytes from an offset on; they are known to be there. */
    byte[] read(long offset, int length) throws IOException;
  }

  /**
   * A part of a storage.
   *
   * @param start the first number
   * @param count the number of numbers
   */
  record View(TorchStorage storage, long start, long count) {}

  TorchStorage(String key, StorageType type, long count) {
    this.key = key;
    this.type = type;
    this.count = count;
  }

  String key() {
    return key;
  }

  StorageType type() {
    return type;
  }

  /** The number of numbers, as the pickle says. */
  long count() {
    return count;
  }

  /** The number of bytes. */
  long size() {
    return Math.multiplyExact(count, (long) type.bytes());
  }

  /** Says where the bytes are. */
  void bind(Source place) {
    source = place;
  }

  /** Some numbers as bytes. */
  ByteBuffer read(long first, int numbers) throws IOException {
    if (source == null) {
      throw new IllegalStateException("storage " + key + " was never found in the file");
    }
    byte[] bytes = source.read(first * type.bytes(), numbers * type.bytes());
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
