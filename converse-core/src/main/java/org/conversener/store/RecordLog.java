package org.conversener.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.conversener.tensor.CorruptFileException;
import org.jspecify.annotations.Nullable;

/**
 * Records by address in a file that only grows. Numbers are little-endian.
 *
 * <pre>
 * file     magic (8 bytes), version int32, int32 = 0, records
 * record   length int32 = N &gt; 0, address 32 bytes, CRC-32C of these 36 bytes int32,
 *          payload N bytes, CRC-32C of the payload int32
 * </pre>
 *
 * <p>A process killed while it appends leaves a last record that is cut off: a writer removes it on
 * opening and tells, a reader looks no further (it may be growing). Anything else that is wrong is
 * damage and refused. Opening reads only the heads of records; a payload's checksum is tested when
 * it is read.
 *
 * <p>Reads name their position, so they may come from many threads, and the file may exceed 2 GB.
 * They are not mappings: a file that somebody cuts off while it is mapped ends the process.
 *
 * <p>Traps: interrupting a thread in the middle of a read closes the file for all (the rule of
 * {@link FileChannel}); a payload that is read or written on the heap is copied through native
 * memory, a direct buffer is not.
 */
public final class RecordLog implements AutoCloseable {
  private static final int FILE_HEAD = 16;
  private static final int RECORD_HEAD = 4 + Address.BYTES + 4;
  private static final int CHECKSUM = 4;

  private final Format format;
  private final Path file;
  private final FileChannel channel;
  private final @Nullable WriterLock lock;
  private final Map<Address, Place> index = new ConcurrentHashMap<>();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  /** The end of the last whole record. */
  private long end;

  private record Place(long payload, int length) {}

  /**
   * What a file holds.
   *
   * @param magic its first bytes, eight ASCII characters
   * @param version of the layout of the payloads
   * @param name what a person calls such a file, such as {@code knowledge store}
   */
  public record Format(String magic, int version, String name) {
    /** Checks the length. */
    public Format {
      if (magic.length() != 8) {
        throw new IllegalArgumentException("magic: expected 8 characters, found " + magic);
      }
    }
  }

  private RecordLog(Format format, Path file, FileChannel channel, @Nullable WriterLock lock) {
    this.format = format;
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens a file to read and append; makes it and its folder if they are not there. Nobody else
   * does so until it is closed ({@link WriterLock}).
   *
   * @param wait how long to wait for another writer
   * @throws java.nio.file.FileSystemException if another run is still writing to it then
   * @throws CorruptFileException if the file is damaged, or of another format
   */
  public static RecordLog openForWriting(Format format, Path file, Duration wait)
      throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    WriterLock lock = WriterLock.acquire(file, wait);
    try {
      return open(
          format,
          file,
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Opens a file to read, perhaps while another process appends.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws CorruptFileException if the file is damaged, or of another format
   */
  public static RecordLog openForReading(Format format, Path file) throws IOException {
    return open(format, file, FileChannel.open(file, StandardOpenOption.READ), null);
  }

  private static RecordLog open(
      Format format, Path file, FileChannel channel, @Nullable WriterLock lock) throws IOException {
    RecordLog records = new RecordLog(format, file, channel, lock);
    try {
      records.readFileHead();
      records.scan();
      if (records.isWritable() && records.end < channel.size()) {
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
    byte[] magic = format.magic.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer expected =
        littleEndian(FILE_HEAD).put(magic).putInt(format.version).putInt(0).flip();
    long size = channel.size();
    ByteBuffer found = read(0, (int) Math.min(size, FILE_HEAD));
    int common = expected.mismatch(found);
    if (size < FILE_HEAD && common == size) {
      // New, or its maker was killed in the first write.
      if (isWritable()) {
        write(expected, 0);
      }
      end = isWritable() ? FILE_HEAD : 0;
      return;
    }
    if (common >= 0) {
      throw new CorruptFileException(
          file,
          common >= magic.length
              ? "expected a "
                  + format.name
                  + " of version "
                  + format.version
                  + ", found another version; use the Converse that wrote it, or another file"
              : "this is not a " + format.name + "; name another file");
    }
    end = FILE_HEAD;
  }

  /** Finds the whole records from {@code end} on. */
  private synchronized void scan() throws IOException {
    if (end < FILE_HEAD) {
      readFileHead();
    }
    long size = channel.size();
    while (end >= FILE_HEAD && size - end >= RECORD_HEAD) {
      ByteBuffer head = read(end, RECORD_HEAD);
      int length = head.getInt(0);
      if (head.getInt(RECORD_HEAD - 4) != checksum(head.slice(0, RECORD_HEAD - 4))) {
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
      if (next == size && !isWhole(place)) {
        return;
      }
      index.putIfAbsent(Address.read(head.position(4)), place);
      end = next;
    }
  }

  /** Whether there is a record; a reader looks whether the writer has appended it meanwhile. */
  public boolean contains(Address address) throws IOException {
    return place(address) != null;
  }

  private @Nullable Place place(Address address) throws IOException {
    if (!index.containsKey(address) && !isWritable()) {
      scan();
    }
    return index.get(address);
  }

  /**
   * The payload, or null if there is no such record.
   *
   * @throws CorruptFileException if it does not match its checksum
   */
  public byte @Nullable [] get(Address address) throws IOException {
    Place place = place(address);
    if (place == null) {
      return null;
    }
    ByteBuffer payload = ByteBuffer.allocate(place.length());
    read(place, payload);
    return payload.array();
  }

  /**
   * Puts a payload into a buffer that it fills, from the buffer's position to its limit, which stay
   * as they are. Reads straight into the memory of a direct buffer.
   *
   * @return whether there is such a record
   * @throws CorruptFileException if it does not match its checksum, or is of another length
   */
  public boolean read(Address address, ByteBuffer target) throws IOException {
    Place place = place(address);
    if (place == null) {
      return false;
    }
    if (place.length() != target.remaining()) {
      throw damage(
          place.payload(),
          "expected a record of " + target.remaining() + " bytes, found " + place.length());
    }
    read(place, target);
    return true;
  }

  private void read(Place place, ByteBuffer target) throws IOException {
    fill(target.duplicate(), place.payload());
    if (!isWhole(place, target)) {
      throw damage(place.payload(), "a record does not match its checksum");
    }
  }

  /** Appends a record unless there is one of this address. */
  public void append(Address address, byte[] payload) throws IOException {
    append(address, ByteBuffer.wrap(payload));
  }

  /**
   * Appends a record unless there is one of this address. If that fails, such as on a full disk,
   * the file is left as it was.
   *
   * @param payload from its position to its limit, which stay as they are
   */
  public synchronized void append(Address address, ByteBuffer payload) throws IOException {
    if (!isWritable()) {
      throw new IllegalStateException(file + " was opened for reading only");
    }
    int length = payload.remaining();
    if (length == 0) {
      throw new IllegalArgumentException("a record must not be empty");
    }
    if (index.containsKey(address)) {
      return;
    }
    ByteBuffer head = littleEndian(RECORD_HEAD).putInt(length);
    address.write(head);
    head.putInt(checksum(head.duplicate().flip())).flip();
    long place = end + RECORD_HEAD;
    try {
      write(head, end);
      write(payload.duplicate(), place);
      write(littleEndian(CHECKSUM).putInt(0, checksum(payload)), place + length);
    } catch (IOException e) {
      // A full disk: leave no torn record behind the whole ones.
      if (channel.isOpen()) {
        var unused = channel.truncate(end);
      }
      throw e;
    }
    index.put(address, new Place(place, length));
    end = place + length + CHECKSUM;
  }

  /** Waits until everything appended is on the disk. */
  public void force() throws IOException {
    channel.force(true);
  }

  /** How many records there are. */
  public int size() {
    return index.size();
  }

  /** The bytes of the file, up to the end of its last whole record. */
  public synchronized long bytes() {
    return end;
  }

  /** Repairs that were made on opening, for a person to read. */
  public List<String> notices() {
    synchronized (notices) {
      return List.copyOf(notices);
    }
  }

  /** Whether it was opened to append. */
  public boolean isWritable() {
    return lock != null;
  }

  /** Closes the file and lets the next writer in. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }

  private boolean isWhole(Place place) throws IOException {
    return isWhole(place, read(place.payload(), place.length()));
  }

  private boolean isWhole(Place place, ByteBuffer payload) throws IOException {
    return checksum(payload) == read(place.payload() + place.length(), CHECKSUM).getInt(0);
  }

  private ByteBuffer read(long position, int length) throws IOException {
    ByteBuffer buffer = littleEndian(length);
    fill(buffer, position);
    return buffer.flip();
  }

  private void fill(ByteBuffer buffer, long position) throws IOException {
    int start = buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position() - start) < 0) {
        throw damage(position, "the file ends here; it was cut off after it was opened");
      }
    }
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

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
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
