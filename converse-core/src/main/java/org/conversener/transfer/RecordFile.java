package org.conversener.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.conversener.tensor.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Records by key in a file that only grows. Numbers are little-endian.
 *
 * <pre>
 * file     "CNVKNOWL" (8 bytes), version int32 = 1, int32 = 0, records
 * record   length int32 = N &gt; 0, key 32 bytes, CRC-32C of these 36 bytes int32,
 *          payload N bytes, CRC-32C of the payload int32
 * </pre>
 *
 * <p>A process killed while it appends leaves a last record that is cut off: a writer removes it on
 * opening and tells, a reader looks no further (it may be growing). Anything else that is wrong is
 * damage and refused. Opening reads only the heads of records; a payload's checksum is tested when
 * it is read.
 *
 * <p>Reads name their position, so they may come from many threads, and the file may exceed 2 GB.
 * Trap: interrupting a thread in the middle of a read closes the file for all (the rule of {@link
 * FileChannel}).
 */
final class RecordFile implements AutoCloseable {
  private static final byte[] MAGIC = "CNVKNOWL".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int FILE_HEAD = 16;
  private static final int RECORD_HEAD = 4 + KnowledgeKey.BYTES + 4;
  private static final int CHECKSUM = 4;

  private final Path file;
  private final FileChannel channel;
  private final boolean isWritable;
  private final Map<KnowledgeKey, Place> index = new ConcurrentHashMap<>();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  /** The end of the last whole record. */
  private long end;

  private record Place(long payload, int length) {}

  private RecordFile(Path file, FileChannel channel, boolean isWritable) {
    this.file = file;
    this.channel = channel;
    this.isWritable = isWritable;
  }

  /** Opens a file to read and append; makes it if it is not there. */
  static RecordFile openForWriting(Path file) throws IOException {
    return open(
        file,
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        true);
  }

  /** Opens a file to read, perhaps while another process appends. */
  static RecordFile openForReading(Path file) throws IOException {
    return open(file, FileChannel.open(file, StandardOpenOption.READ), false);
  }

  private static RecordFile open(Path file, FileChannel channel, boolean isWritable)
      throws IOException {
    RecordFile records = new RecordFile(file, channel, isWritable);
    try {
      records.readFileHead();
      records.scan();
      if (isWritable && records.end < channel.size()) {
        long torn = channel.size() - records.end;
        var unused = channel.truncate(records.end);
        records.notices.add(
            file + ": the last record was not finished; its " + torn + " bytes were cut off");
      }
      return records;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readFileHead() throws IOException {
    ByteBuffer expected = littleEndian(FILE_HEAD).put(MAGIC).putInt(VERSION).putInt(0).flip();
    long size = channel.size();
    ByteBuffer found = read(0, (int) Math.min(size, FILE_HEAD));
    int common = expected.mismatch(found);
    if (size < FILE_HEAD && common == size) {
      // New, or its maker was killed in the first write.
      if (isWritable) {
        write(expected, 0);
      }
      end = isWritable ? FILE_HEAD : 0;
      return;
    }
    if (common >= 0) {
      throw new CorruptFileException(
          file,
          common >= MAGIC.length
              ? "expected a knowledge store of version "
                  + VERSION
                  + ", found another version; use the Converse that wrote it, or another file"
              : "this is not a knowledge store; name another file");
    }
    end = FILE_HEAD;
  }

  /** Finds the whole records from {@link #end} on. */
  private synchronized void scan() throws IOException {
    if (end < FILE_HEAD) {
      readFileHead();
    }
    long size = channel.size();
    while (end >= FILE_HEAD && size - end >= RECORD_HEAD) {
      ByteBuffer head = read(end, RECORD_HEAD);
      int length = head.getInt(0);
      if (head.getInt(RECORD_HEAD - 4) != checksum(head.array(), RECORD_HEAD - 4)) {
        // After a loss of power a file may have grown by zeros that were never replaced.
        if (isZero(head.array())) {
          return;
        }
        throw damage(end, "the head of a record does not match its checksum");
      }
      if (length <= 0) {
        throw damage(end, "a record claims " + length + " bytes");
      }
      long next = end + RECORD_HEAD + length + CHECKSUM;
      if (next > size) {
        return;
      }
      Place place = new Place(end + RECORD_HEAD, length);
      if (next == size && payload(place) == null) {
        return;
      }
      index.putIfAbsent(KnowledgeKey.read(head.position(4)), place);
      end = next;
    }
  }

  /** Whether there is a record; a reader looks whether the writer has appended it meanwhile. */
  boolean contains(KnowledgeKey key) throws IOException {
    if (!index.containsKey(key) && !isWritable) {
      scan();
    }
    return index.containsKey(key);
  }

  /**
   * The payload, or null if there is no such record.
   *
   * @throws CorruptFileException if it does not match its checksum
   */
  byte @Nullable [] get(KnowledgeKey key) throws IOException {
    if (!contains(key)) {
      return null;
    }
    Place place = index.get(key);
    if (place == null) {
      return null;
    }
    byte[] payload = payload(place);
    if (payload == null) {
      throw damage(place.payload(), "a record does not match its checksum");
    }
    return payload;
  }

  /** Appends a record unless there is one of this key. */
  synchronized void append(KnowledgeKey key, byte[] payload) throws IOException {
    if (!isWritable) {
      throw new IllegalStateException(file + " was opened for reading only");
    }
    if (payload.length == 0) {
      throw new IllegalArgumentException("a record must not be empty");
    }
    if (index.containsKey(key)) {
      return;
    }
    ByteBuffer head = littleEndian(RECORD_HEAD).putInt(payload.length);
    key.write(head);
    head.putInt(checksum(head.array(), RECORD_HEAD - 4)).flip();
    long place = end + RECORD_HEAD;
    try {
      write(head, end);
      write(ByteBuffer.wrap(payload), place);
      write(
          littleEndian(CHECKSUM).putInt(0, checksum(payload, payload.length)),
          place + payload.length);
    } catch (IOException e) {
      // A full disk: leave no torn record behind the whole ones.
      if (channel.isOpen()) {
        var unused = channel.truncate(end);
      }
      throw e;
    }
    index.put(key, new Place(place, payload.length));
    end = place + payload.length + CHECKSUM;
  }

  /** Waits until everything appended is on the disk. */
  void force() throws IOException {
    channel.force(true);
  }

  int size() {
    return index.size();
  }

  /** Repairs that were made on opening. */
  List<String> notices() {
    synchronized (notices) {
      return List.copyOf(notices);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private byte @Nullable [] payload(Place place) throws IOException {
    byte[] payload = read(place.payload(), place.length()).array();
    int expected = read(place.payload() + place.length(), CHECKSUM).getInt(0);
    return checksum(payload, payload.length) == expected ? payload : null;
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = littleEndian(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw damage(position, "the file ends here; it was cut off after it was opened");
      }
    }
    return buffer.flip();
  }

  private void write(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
  }

  private CorruptFileException damage(long position, String problem) {
    return new CorruptFileException(
        file,
        "at byte "
            + position
            + ": "
            + problem
            + "; delete the store, and its contents are computed again");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static boolean isZero(byte[] bytes) {
    for (byte value : bytes) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
