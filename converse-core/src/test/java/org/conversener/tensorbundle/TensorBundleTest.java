package org.conversener.tensorbundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.conversener.tensor.CorruptFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorBundleTest {
  @TempDir private Path folder = Path.of("");

  private Path good() throws IOException {
    Map<String, BundleWriter.Numbers> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      tensors.put("layer_" + i + "/kernel", new BundleWriter.Numbers(new float[] {i, -i}, 2, 1));
    }
    tensors.put("scalar", new BundleWriter.Numbers(new float[] {0.5f}));
    return BundleWriter.write(folder, "v", tensors);
  }

  /** A bundle of one entry beside eight bytes of data. */
  private Path with(byte[] entry) throws IOException {
    return table(Map.of("", BundleWriter.header(1), "a", entry), 0);
  }

  private Path table(Map<String, byte[]> entries, int compression) throws IOException {
    Files.write(folder.resolve("v.data-00000-of-00001"), BundleWriter.bytes(1, 2));
    return Files.write(
        folder.resolve("v.index"),
        BundleWriter.table(new java.util.TreeMap<>(entries), compression));
  }

  private static void refuses(Path index, String message) {
    assertThatThrownBy(() -> TensorBundle.open(index))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("v.")
        .hasMessageContaining(message);
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    TensorBundle bundle = TensorBundle.open(good());
    assertThat(bundle.tensors()).hasSize(21);
    for (int i = 0; i < 20; i++) {
      BundleTensor tensor = Objects.requireNonNull(bundle.tensors().get("layer_" + i + "/kernel"));
      assertThat(tensor.sizes()).containsExactly(2, 1);
      assertThat(bundle.read(tensor)).containsExactly(i, -i);
    }
    BundleTensor scalar = Objects.requireNonNull(bundle.tensors().get("scalar"));
    assertThat(scalar.sizes()).isEmpty();
    assertThat(bundle.read(scalar)).containsExactly(0.5f);
  }

  @Test
  void theChecksumIsLevelDbs() {
    // RFC 3720: the CRC-32C of 32 zero bytes is 0x8a9136aa; masked by LevelDB's rule.
    int crc = 0x8a9136aa;
    long masked = ((crc >>> 15 | crc << 17) + 0xa282ead8) & 0xffffffffL;
    assertThat(MaskedChecksum.of(new byte[32], 0, 32)).isEqualTo(masked);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertThatThrownBy(() -> TensorBundle.open(folder.resolve("none.index")))
        .isInstanceOf(NoSuchFileException.class);
    Path index = good();
    Files.delete(folder.resolve("v.data-00000-of-00001"));
    assertThatThrownBy(() -> TensorBundle.open(index))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("v.data-00000-of-00001");
  }

  @Test
  void anythingElseIsNoIndex() throws IOException {
    refuses(Files.write(folder.resolve("v.index"), new byte[0]), "0 bytes");
    refuses(Files.write(folder.resolve("v.index"), new byte[100]), "another file, or cut off");
  }

  @Test
  void compressedBlocksAreRefused() throws IOException {
    refuses(table(Map.of("", BundleWriter.header(1)), 1), "compressed (kind 1)");
  }

  @Test
  void aTableWithoutHeaderOrWithStrangeShardsIsRefused() throws IOException {
    refuses(table(Map.of("a", new byte[0]), 0), "without the header");
    refuses(table(Map.of("", BundleWriter.header(0)), 0), "found 0");
    refuses(table(Map.of("", BundleWriter.header(1 << 30)), 0), "data files");
  }

  @Test
  void tensorsBeyondTheFileAreRefused() throws IOException {
    long[] shape = {2};
    refuses(with(BundleWriter.entry(1, shape, 0, 1, 8, 0)), "needs 8 bytes at 1");
    refuses(with(BundleWriter.entry(1, shape, 0, Long.MAX_VALUE, 8, 0)), "the file has 8");
    refuses(with(BundleWriter.entry(1, shape, 0, -8, 8, 0)), "no such tensor");
    refuses(with(BundleWriter.entry(1, shape, 1, 0, 8, 0)), "data file 1 of 1");
    refuses(with(BundleWriter.entry(9, shape, 0, 0, Long.MAX_VALUE, 0)), "the file has 8");
  }

  @Test
  void absurdShapesAreRefused() throws IOException {
    for (long[] shape :
        new long[][] {
          {3},
          {-2},
          {-1, -2},
          {Long.MAX_VALUE},
          {1L << 32, 1L << 32},
          {1L << 31, 1L << 31, 4},
          {1L << 62, 4},
          new long[17]
        }) {
      refuses(with(BundleWriter.entry(1, shape, 0, 0, 8, 0)), "no such tensor");
    }
    refuses(with(BundleWriter.entry(1, new long[] {1L << 40}, 0, 0, 1L << 42, 0)), "no such");
  }

  @Test
  void tensorsThatOverlapAreRefused() throws IOException {
    byte[] entry = BundleWriter.entry(1, new long[] {2}, 0, 0, 8, 0);
    refuses(
        table(Map.of("", BundleWriter.header(1), "a", entry, "b", entry), 0), "all up to it 16");
  }

  @Test
  void longKeysAreRefused() throws IOException {
    byte[] entry = BundleWriter.entry(1, new long[] {2}, 0, 0, 8, 0);
    refuses(table(Map.of("", BundleWriter.header(1), "a".repeat(1001), entry), 0), "a key of 100");
  }

  @Test
  void otherTypesAndDamagedNumbersAreNotRead() throws IOException {
    TensorBundle bundle =
        TensorBundle.open(with(BundleWriter.entry(9, new long[] {1}, 0, 0, 8, 0)));
    assertThatThrownBy(() -> bundle.read(Objects.requireNonNull(bundle.tensors().get("a"))))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("found type 9");
    TensorBundle damaged =
        TensorBundle.open(with(BundleWriter.entry(1, new long[] {2}, 0, 0, 8, 7)));
    assertThatThrownBy(() -> damaged.read(Objects.requireNonNull(damaged.tensors().get("a"))))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("checksum of tensor a");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void noDamageDoesMoreThanBeRefused(int seed) throws IOException {
    byte[] whole = Files.readAllBytes(good());
    Path index = folder.resolve("v.index");
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
      for (int change = 0; change < 1 + i % 4 && bytes.length > 0; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(index, bytes);
      try {
        // The unused rest of the footer may change without harm.
        assertThat(TensorBundle.open(index).tensors()).hasSize(21);
      } catch (CorruptFileException e) {
        assertThat(e).hasMessageContaining("v.index");
      }
    }
  }

  @Test
  void noDamagedMessageDoesMoreThanBeRefused() throws IOException {
    // Behind right checksums, where damage by chance does not come.
    SplittableRandom random = new SplittableRandom(7);
    byte[] good = BundleWriter.entry(1, new long[] {2}, 0, 0, 8, 0);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = good.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      Path index = with(Arrays.copyOf(bytes, bytes.length - (i % 5 == 0 ? 1 : 0)));
      try {
        assertThat(TensorBundle.open(index).tensors()).hasSize(1);
      } catch (CorruptFileException | NoSuchFileException e) {
        assertThat(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8)).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }
}
