package org.conversener.torchfile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;

/**
 * The container of torch before 1.6: pickles of a magic number, a protocol number, the machine, the
 * object and the keys of its storages, then each storage as a count and its numbers.
 */
final class PickleContainer {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final PickleInput in;
  private final TorchMeaning meaning;
  private final long instructions;

  private PickleContainer(PickleInput in, TorchMeaning meaning, long instructions) {
    this.in = in;
    this.meaning = meaning;
    this.instructions = instructions;
  }

  static TorchFile.Opened open(Path path, TorchMeaning meaning, long instructions)
      throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      // Not closed: closing the stream would close the channel.
      InputStream stream = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
      PickleInput in = new PickleInput(stream, channel.size(), path, "");
      PickleContainer container = new PickleContainer(in, meaning, instructions);
      container.readHead();
      Object root = container.pickle();
      container.bindStorages(channel, path);
      return new TorchFile.Opened(root, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private Object pickle() throws IOException {
    return new PickleReader(in, meaning, instructions).read();
  }

  private void readHead() throws IOException {
    if (!pickle().equals(MAGIC)) {
      throw in.badAt(0, "this pickle is not of torch.save; expected its magic number");
    }
    Object protocol = pickle();
    if (!protocol.equals(PROTOCOL)) {
      throw in.bad("expected protocol " + PROTOCOL + ", found " + PickleValues.describe(protocol));
    }
    Object machine = pickle();
    if (!(machine instanceof Map<?, ?> map) || !Boolean.TRUE.equals(map.get("little_endian"))) {
      throw in.bad("expected the file of a little-endian machine");
    }
  }

  private void bindStorages(FileChannel channel, Path path) throws IOException {
    long place = in.position();
    if (!(pickle() instanceof List<?> keys)) {
      throw in.badAt(place, "expected the list of the storages' keys");
    }
    long position = in.position();
    Set<Object> seen = new HashSet<>();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? meaning.storages().get(name) : null;
      if (storage == null || !seen.add(key)) {
        throw in.badAt(
            place, "a storage that no tensor uses, or twice: " + PickleValues.describe(key));
      }
      position = bind(storage, channel, position, path);
    }
    for (String key : meaning.storages().keySet()) {
      if (!seen.contains(key)) {
        throw in.badAt(place, "storage " + key + " is used, and missing");
      }
    }
    if (position != channel.size()) {
      throw in.badAt(position, (channel.size() - position) + " bytes behind the last storage");
    }
  }

  /** Where the next storage begins. */
  private long bind(TorchStorage storage, FileChannel channel, long position, Path path)
      throws IOException {
    String what = "storage " + storage.key() + ": ";
    if (channel.size() - position < 8) {
      throw in.badAt(position, what + "the file ends before it; fetch or make it again");
    }
    byte[] count = read(channel, position, 8, path);
    long found = Long.reverseBytes(ByteBuffer.wrap(count).getLong());
    if (found != storage.count()) {
      throw in.badAt(
          position, what + "expected " + storage.count() + " numbers, found a count of " + found);
    }
    long start = position + 8;
    if (storage.size() > channel.size() - start) {
      throw in.badAt(
          start, what + "expected " + storage.size() + " bytes, found " + (channel.size() - start));
    }
    storage.bind((offset, length) -> read(channel, start + offset, length, path));
    return start + storage.size();
  }

  private static byte[] read(FileChannel channel, long position, int length, Path path)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new CorruptFileException(
            path, "byte " + (position + buffer.position()) + ": became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
