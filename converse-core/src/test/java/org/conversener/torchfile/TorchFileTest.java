package org.conversener.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.TorchWriter.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
  private static final double[] SIX = {1, -2.5, 3, 0.125, 5, -6};

  @TempDir private Path folder = Path.of("");

  private static Map<String, Object> example() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("name", "Ñandú");
    root.put("numbers", List.of(1L, -70_000L, 1L << 40, 0.5, true, PickleNone.NONE));
    root.put("args", new TorchWriter.Instance("argparse", "Namespace", Map.of("arch", "fconv")));
    root.put("plain", Tensor.of("FloatStorage", "0", SIX, 2, 3));
    root.put(
        "turned", new Tensor("FloatStorage", "0", SIX, 0, new long[] {3, 2}, new long[] {1, 3}));
    root.put("row", new Tensor("FloatStorage", "0", SIX, 3, new long[] {3}, new long[] {1}));
    root.put("half", Tensor.of("HalfStorage", "1", SIX, 6));
    root.put("double", Tensor.of("DoubleStorage", "2", new double[] {Math.PI}));
    root.put("long", Tensor.of("LongStorage", "3", new double[] {-7, 1 << 30}, 2));
    root.put("brain", Tensor.of("BFloat16Storage", "4", SIX, 6));
    return root;
  }

  /** Little enough to be damaged at every byte. */
  private static Map<String, Object> small() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("args", new TorchWriter.Instance("argparse", "Namespace", Map.of("a", 0.5)));
    root.put("x", Tensor.of("HalfStorage", "0", SIX, 2, 3));
    root.put("y", new Tensor("HalfStorage", "0", SIX, 1, new long[] {2}, new long[] {2}));
    return root;
  }

  private TorchFile open(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file.pt"), bytes);
    return TorchFile.open(file, Set.of("torch", "collections", "argparse"), 100_000);
  }

  @Test
  void thePickleContainerGivesBackWhatWasWritten() throws Exception {
    assertExample(new TorchWriter(example()).legacy());
  }

  @Test
  void theZipContainerGivesBackWhatWasWritten() throws Exception {
    assertExample(new TorchWriter(example()).zip());
  }

  private void assertExample(byte[] bytes) throws Exception {
    try (TorchFile file = open(bytes)) {
      Map<?, ?> root = (Map<?, ?>) file.root();
      assertThat(root.get("name")).isEqualTo("Ñandú");
      assertThat((List<?>) root.get("numbers"))
          .isEqualTo(List.of(1L, -70_000L, 1L << 40, 0.5, true, PickleNone.NONE));
      PickleObject args = (PickleObject) Objects.requireNonNull(root.get("args"));
      assertThat(args.type().is("argparse.Namespace")).isTrue();
      assertThat(args.state()).isEqualTo(Map.of("arch", "fconv"));
      assertThat(numbers(root, "plain")).containsExactly(SIX);
      assertThat(tensor(root, "plain").shape()).containsExactly(2, 3);
      assertThat(numbers(root, "turned")).containsExactly(1, 0.125, -2.5, 5, 3, -6);
      assertThat(numbers(root, "row")).containsExactly(0.125, 5, -6);
      assertThat(numbers(root, "half")).containsExactly(SIX);
      assertThat(numbers(root, "brain")).containsExactly(SIX);
      assertThat(numbers(root, "double")).containsExactly(Math.PI);
      assertThat(numbers(root, "long")).containsExactly(-7, 1 << 30);
      assertThat(tensor(root, "double").toFloats())
          .containsExactly(new float[] {(float) Math.PI}, within(0f));
    }
  }

  private static TorchTensor tensor(Map<?, ?> root, String name) {
    return (TorchTensor) Objects.requireNonNull(root.get(name), name);
  }

  private static double[] numbers(Map<?, ?> root, String name) throws IOException {
    return tensor(root, name).toDoubles();
  }

  @Test
  void aFileCutOffAtAnyByteIsCorrupt() throws Exception {
    for (byte[] whole :
        List.of(new TorchWriter(small()).legacy(), new TorchWriter(small()).zip())) {
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> open(cut).close())
            .as("%s of %s bytes", length, whole.length)
            .isInstanceOf(CorruptFileException.class)
            .hasMessageContaining("file.pt: ");
      }
    }
  }

  @Test
  void aBitChangedAnywhereIsCorruptOrHarmless() throws Exception {
    for (byte[] whole :
        List.of(new TorchWriter(small()).legacy(), new TorchWriter(small()).zip())) {
      for (int place = 0; place < whole.length; place++) {
        byte[] changed = whole.clone();
        changed[place] ^= (byte) (1 << place % 8);
        readAll(changed);
      }
    }
  }

  private void readAll(byte[] bytes) throws IOException {
    try (TorchFile file = open(bytes)) {
      if (file.root() instanceof Map<?, ?> map) {
        for (Object value : map.values()) {
          if (value instanceof TorchTensor tensor) {
            assertThat(tensor.toDoubles()).hasSize(tensor.count());
          }
        }
      }
    } catch (CorruptFileException e) {
      assertThat(e).hasMessageContaining("file.pt: ");
    }
  }

  @Test
  void whatStandsBehindTheLastStorageIsCorrupt() throws Exception {
    byte[] whole = new TorchWriter(example()).legacy();
    assertCorrupt(Arrays.copyOf(whole, whole.length + 3), "3 bytes behind the last storage");
  }

  @Test
  void anotherCountThanThePicklesIsCorrupt() throws Exception {
    byte[] whole = new TorchWriter(Map.of("a", Tensor.of("FloatStorage", "0", SIX, 6))).legacy();
    whole[whole.length - 32] = 7;
    assertCorrupt(whole, "storage 0: expected 6 numbers, found a count of 7");
    whole[whole.length - 25] = 0x7f;
    assertCorrupt(whole, "byte " + (whole.length - 32));
  }

  @Test
  void theFileOfABigEndianMachineIsRefused() throws Exception {
    byte[] whole = new TorchWriter(Map.of()).legacy();
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    whole[text.indexOf("little_endian") + "little_endian".length()] = (byte) 0x89;
    assertCorrupt(whole, "little-endian");
    assertCorrupt(zip("archive/byteorder", "big"), "little-endian");
  }

  @Test
  void tensorsThatDoNotLieInTheirStorageAreRefused() {
    assertTensor("it needs 7 numbers, the storage has 6", 0, new long[] {7}, new long[] {1});
    assertTensor("it needs 7 numbers", 1, new long[] {2, 3}, new long[] {3, 1});
    assertTensor("negative", 0, new long[] {-1}, new long[] {1});
    assertTensor("negative", 5, new long[] {3}, new long[] {-1});
    assertTensor("an offset of 0 up", -1, new long[] {3}, new long[] {1});
    assertTensor("as many strides as sizes", 0, new long[] {3}, new long[] {1, 1});
    assertTensor("overlap", 0, new long[] {1 << 30}, new long[] {0});
    assertTensor("overlap", 0, new long[] {4, 2}, new long[] {1, 1});
    long large = Long.MAX_VALUE / 2;
    assertTensor("beyond 64 bits", 0, new long[] {large, 9}, new long[] {1, 1});
    assertTensor("beyond 64 bits", 0, new long[] {9}, new long[] {large});
  }

  private void assertTensor(String problem, long offset, long[] shape, long[] strides) {
    Tensor tensor = new Tensor("FloatStorage", "0", SIX, offset, shape, strides);
    assertCorrupt(new TorchWriter(Map.of("a", tensor)).legacy(), problem);
  }

  @Test
  void zipsThatTorchWouldNotWriteAreRefused() throws Exception {
    assertCorrupt(zip("archive/../../evil", ""), "its name leads out of the archive's folder");
    assertCorrupt(zip("/evil", ""), "its name leads out");
    assertCorrupt(zip("archive\\evil", ""), "its name leads out");
    assertCorrupt(zip("other/evil", ""), "expected all entries in one folder");
    assertCorrupt(
        zip("archive/data/0", "short"), "entry archive/data/0: expected 24 bytes, found 5");
    assertCorrupt(zip("archive/data.pkl", ""), "byte 0: the file ends");
    assertCorrupt(TorchWriter.zip(Map.of("archive/data/0", new byte[0])), "without data.pkl");
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (var zip = new java.util.zip.ZipOutputStream(out)) {
      zip.putNextEntry(new java.util.zip.ZipEntry("archive/data.pkl"));
      zip.write(new byte[1 << 20]);
    }
    assertCorrupt(out.toByteArray(), "compressed");
  }

  @Test
  void aDamagedStorageOfAZipIsCorruptWhenItIsRead() throws Exception {
    byte[] bytes = new TorchWriter(Map.of("a", Tensor.of("FloatStorage", "0", SIX, 6))).zip();
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("archive/data/0") + "archive/data/0".length() + 2] ^= 4;
    try (TorchFile file = open(bytes)) {
      assertThatThrownBy(() -> numbers((Map<?, ?>) file.root(), "a"))
          .isInstanceOf(CorruptFileException.class)
          .hasMessageContaining("checksum");
    }
  }

  /** The example as a ZIP in which an entry is another, or one more. */
  private static byte[] zip(String name, String content) throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    byte[] whole = new TorchWriter(Map.of("a", Tensor.of("FloatStorage", "0", SIX, 6))).zip();
    try (var zip = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(whole))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    entries.put(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return TorchWriter.zip(entries);
  }

  @Test
  void whatIsNoFileOfTorchIsCorrupt() {
    assertCorrupt(new byte[0], "an empty file");
    assertCorrupt("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8), "found 0x68");
    assertCorrupt(new TorchWriter.Pickle().whole(3).stop(), "expected its magic number");
    assertThatThrownBy(() -> TorchFile.open(folder.resolve("none"), Set.of(), 10))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }

  @Test
  void storagesMustBeThereOnceEach() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(TorchWriter.head());
    parts.add(new TorchWriter.Pickle().none().stop());
    parts.add(new TorchWriter.Pickle().op(']').text("9").op('a').stop());
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    parts.forEach(out::writeBytes);
    assertCorrupt(out.toByteArray(), "a storage that no tensor uses");
  }

  private void assertCorrupt(byte[] bytes, String problem) {
    assertThatThrownBy(() -> open(bytes).close())
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(problem);
  }
}
