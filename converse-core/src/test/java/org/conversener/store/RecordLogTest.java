package org.conversener.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record log promises beyond what the tests of the knowledge store hold. */
class RecordLogTest {
  private static final RecordLog.Format FORMAT = new RecordLog.Format("CNVTESTS", 3, "test store");

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("records");
  }

  private static Address address(int number) {
    return new Digest("test").add(Integer.toString(number)).toAddress();
  }

  /** So many bytes that differ from record to record. */
  private static ByteBuffer payload(int number, int size) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    for (int i = 0; i < size; i++) {
      bytes.put((byte) (31 * number + i));
    }
    return bytes.flip();
  }

  @Test
  void aRecordIsReadIntoThePartOfABufferThatWaitsForIt() throws IOException {
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      log.append(address(1), payload(1, 10));
      ByteBuffer target = ByteBuffer.allocateDirect(14);
      ByteBuffer waiting = target.slice(2, 10);
      assertThat(log.read(address(1), waiting)).isTrue();
      assertThat(waiting).isEqualTo(payload(1, 10));
      assertThat(target.get(1) + target.get(12)).isZero();
      assertThat(log.read(address(2), waiting)).isFalse();
    }
  }

  @Test
  void aRecordOfAnotherLengthIsRefused() throws IOException {
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      log.append(address(1), payload(1, 10));
      assertThatThrownBy(() -> log.read(address(1), ByteBuffer.allocate(11)))
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining("expected a record of 11 bytes, found 10");
    }
  }

  @Test
  void anotherFormatIsRefusedByTheNameOfThisOne() throws IOException {
    RecordLog.openForWriting(FORMAT, file, Duration.ZERO).close();
    assertThatThrownBy(
            () -> RecordLog.openForReading(new RecordLog.Format("CNVOTHER", 3, "toy store"), file))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("this is not a toy store");
    assertThatThrownBy(
            () -> RecordLog.openForReading(new RecordLog.Format("CNVTESTS", 4, "test store"), file))
        .hasMessageContaining("expected a test store of version 4, found another version");
  }

  @Test
  void whatCannotBeWrittenLeavesTheFileAsItWas() throws IOException {
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      log.append(address(1), payload(1, 10));
      long before = log.bytes();
      assertThat(before).isEqualTo(Files.size(file));
      log.close();
      assertThatThrownBy(() -> log.append(address(2), payload(2, 10)))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(log.contains(address(2))).isFalse();
      assertThat(log.bytes()).isEqualTo(before).isEqualTo(Files.size(file));
    }
  }

  /** Another process: appends records without end, and tells of each. */
  static final class Appender {
    private Appender() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
        for (int i = 0; i < 1_000_000; i++) {
          log.append(address(i), payload(i, 100_000));
          System.out.println(i);
        }
      }
    }
  }

  @Test
  void aProcessThatIsKilledWhileItWritesLeavesWholeRecordsAndLetsTheNextWriterIn()
      throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int last = -1;
    try (var lines = other.inputReader()) {
      while (last < 20) {
        last = Integer.parseInt(lines.readLine());
      }
      // While it writes: this one may read, and may not write.
      try (RecordLog reading = RecordLog.openForReading(FORMAT, file)) {
        assertThat(ByteBuffer.wrap(java.util.Objects.requireNonNull(reading.get(address(20)))))
            .isEqualTo(payload(20, 100_000));
      }
      assertThatThrownBy(() -> RecordLog.openForWriting(FORMAT, file, Duration.ZERO))
          .hasMessageContaining("another run is writing to this store");
      other.destroyForcibly();
      assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      assertThat(log.size()).isGreaterThan(20);
      for (int i = 0; i < log.size(); i++) {
        ByteBuffer found = ByteBuffer.allocate(100_000);
        assertThat(log.read(address(i), found)).isTrue();
        assertThat(found).isEqualTo(payload(i, 100_000));
      }
      assertThat(log.bytes()).isEqualTo(Files.size(file));
    }
  }

  @Test
  void aTailThatWasNotFinishedIsCutOffAndTold() throws IOException {
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      log.append(address(1), payload(1, 100));
      log.append(address(2), payload(2, 100));
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 30));
    try (RecordLog log = RecordLog.openForWriting(FORMAT, file, Duration.ZERO)) {
      assertThat(log.size()).isEqualTo(1);
      assertThat(log.notices())
          .isEqualTo(
              List.of(file + ": the last record was not finished; its 114 bytes were cut off"));
    }
  }
}
