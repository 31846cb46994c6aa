package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final String GOOD = "{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void tensorsOfEveryTypeComeBack(DType type) throws IOException {
    Path file = folder.resolve("t");
    try (Scope scope = Scope.withoutGradients()) {
      Tensor written = Tensor.of(new float[] {0, 1, 1, 0, 1, 0}, 2, 3).as(type);
      Safetensors.write(file, Map.of("a", written));
      Tensor found = Objects.requireNonNull(Safetensors.read(file).get("a"));
      assertThat(found.type()).isEqualTo(type);
      assertThat(found.shape()).containsExactly(2, 3);
      assertThat(found.toFloats()).containsExactly(0, 1, 1, 0, 1, 0);
    }
  }

  @Test
  void namesOrderShapesAndTextsComeBack() throws IOException {
    Path file = folder.resolve("t");
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("z", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).transpose(0, 1));
      tensors.put("empty \"ñ\"", Tensor.zeros(DType.FLOAT32, 0, 4));
      tensors.put("a", Tensor.of(new long[] {Long.MIN_VALUE, -1}, 2));
      Safetensors.write(file, new Safetensors.Contents(tensors, Map.of("kéy", "line\n\"two\"")));
      Safetensors.Contents found = Safetensors.readContents(file);
      assertThat(found.tensors().keySet()).containsExactly("z", "empty \"ñ\"", "a");
      Tensor turned = Objects.requireNonNull(found.tensors().get("z"));
      assertThat(turned.shape()).containsExactly(3, 2);
      assertThat(turned.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(Objects.requireNonNull(found.tensors().get("empty \"ñ\"")).shape())
          .containsExactly(0, 4);
      assertThat(Objects.requireNonNull(found.tensors().get("a")).toLongs())
          .containsExactly(Long.MIN_VALUE, -1);
      assertThat(found.metadata()).containsExactly(Map.entry("kéy", "line\n\"two\""));
    }
  }

  @Test
  void numbersAreLittleEndianBehindAnAlignedHeader() throws IOException {
    Path file = folder.resolve("t");
    try (Scope scope = Scope.withoutGradients()) {
      Safetensors.write(file, Map.of("a", Tensor.of(new float[] {1}, 1)));
    }
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
    assertThat(Arrays.copyOfRange(bytes, 8 + (int) header, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3f);
  }

  @Test
  void aGoodFileIsRead() throws IOException {
    try (Scope scope = Scope.withoutGradients()) {
      assertThat(Safetensors.read(file("{'a':" + GOOD + "}", 8))).containsOnlyKeys("a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "5",
        "null",
        "[]",
        "{",
        "{'a':",
        "not JSON",
        "{'a':@}{}",
        "{'a':@} trailing",
        "{'a':@,'a':@}",
        "{'a':5}",
        "{'a':{'dtype':'F32','shape':[2]}}",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F77','shape':[2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[0,4611686018427387904,4],'data_offsets':[0,0]}}",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[-1,-2],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[18446744073709551618],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F32','shape':[1099511627776],'data_offsets':[0,4398046511104]}}",
        "{'a':{'dtype':'F32','shape':[400000000],'data_offsets':[0,1600000000]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,18446744073709551624]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,16]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0.0,8.0]}}",
        // a gap, an overlap, data that no tensor owns
        "{'a':{'dtype':'BOOL','shape':[3],'data_offsets':[0,3]},"
            + "'b':{'dtype':'BOOL','shape':[4],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'__metadata__':{'a':5},'a':@}",
      })
  void hostileHeadersAreRejectedBeforeMuchIsAllocated(String header) throws IOException {
    Path file = file(header.replace("@", GOOD), 8);
    // Once before measuring, so that loading classes does not count.
    assertRejected(file);
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    assertRejected(file);
    assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
        .isLessThan(1 << 20);
  }

  @Test
  void nestingTooDeepIsRejected() throws IOException {
    assertRejected(file("{'a':" + "[".repeat(100_000), 8));
  }

  @Test
  void bytesThatLookLikeUtf32AreRejected() throws IOException {
    assertRejected(raw(new byte[] {0, 0, 0, '{', 0, 0}, 6, 0));
  }

  @Test
  void aHeaderThatIsNotUtf8IsRejected() throws IOException {
    assertRejected(raw(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, 7, 0));
  }

  @Test
  void everyTruncationIsRejected() throws IOException {
    byte[] whole = Files.readAllBytes(file("{'a':" + GOOD + "}", 8));
    for (int length = 0; length < whole.length; length++) {
      Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertRejected(file);
    }
    assertRejected(Files.write(folder.resolve("long"), Arrays.copyOf(whole, whole.length + 1)));
  }

  @Test
  void aHeaderLongerThanTheFileIsRejected() throws IOException {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    for (long claimed : List.of(-1L, 0L, 1L, 3L, 1L << 24, 1L << 40, Long.MAX_VALUE)) {
      assertRejected(raw(header, claimed, 0));
    }
  }

  private void assertRejected(Path file) {
    try (Scope scope = Scope.withoutGradients()) {
      assertThatThrownBy(() -> Safetensors.read(file))
          .isInstanceOf(CorruptFileException.class)
          .hasMessageStartingWith(file.toString());
    }
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return raw(text, text.length, dataBytes);
  }

  private Path raw(byte[] header, long claimed, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(claimed).put(header);
    return Files.write(folder.resolve("file"), bytes.array());
  }
}
