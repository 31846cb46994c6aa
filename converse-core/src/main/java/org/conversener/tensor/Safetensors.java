package org.conversener.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.AtomicFile;

/**
 * Tensors by name in a file: eight bytes of header length, a JSON header, raw little-endian numbers
 * (the safetensors format). Stricter than the format asks: the header is bounded, tensors must
 * cover the data without gap or overlap, and nothing is allocated before that is checked.
 */
public final class Safetensors {
  /** The name in the header under which texts stand. */
  static final String METADATA = "__metadata__";

  private static final long MAX_HEADER = 16L << 20;

  /** The bytes of the largest array there can be. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Safetensors() {}

  record Entry(String name, DType type, long[] shape, long begin, long end) {}

  /** Writes the tensors, in their order, beside the file first and then over it in one move. */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    write(file, new Contents(tensors, Map.of()));
  }

  /** What a file holds: tensors, and texts by name beside them. */
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /** As above, with texts in the header. */
  public static void write(Path file, Contents contents) throws IOException {
    Map<String, Tensor> tensors = contents.tensors();
    ObjectNode header = JSON.createObjectNode();
    if (!contents.metadata().isEmpty()) {
      ObjectNode metadata = header.putObject(METADATA);
      contents.metadata().forEach(metadata::put);
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long bytes = tensor.count() * tensor.type().bytes();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", tensor.type().fileName());
      var shape = node.putArray("shape");
      for (long size : tensor.shape()) {
        shape.add(size);
      }
      node.putArray("data_offsets").add(offset).add(offset + bytes);
      offset += bytes;
    }
    byte[] text = JSON.writeValueAsBytes(header);
    int padded = (text.length + 7) / 8 * 8;
    AtomicFile.write(
        file,
        out -> {
          out.write(littleEndian(8).putLong(padded).array());
          out.write(text);
          out.write(" ".repeat(padded - text.length).getBytes(StandardCharsets.US_ASCII));
          for (Tensor tensor : tensors.values()) {
            out.write(bytesOf(tensor));
          }
        });
  }

  /**
   * Reads all tensors of a file; they belong to the innermost open scope.
   *
   * @throws CorruptFileException if the file breaks any rule of the format
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    return readContents(file).tensors();
  }

  /** As {@link #read}, with the texts of the header. */
  public static Contents readContents(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = header(channel, file);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : header.entries) {
        if (entry.end - entry.begin > LARGEST) {
          throw new CorruptFileException(file, "tensor " + entry.name + " is larger than 2 GiB");
        }
        ByteBuffer data =
            read(channel, header.dataStart + entry.begin, (int) (entry.end - entry.begin), file);
        tensors.put(entry.name, tensor(entry, data));
      }
      return new Contents(tensors, header.metadata(file));
    }
  }

  /** What stands before the numbers of a file, checked. */
  record Header(JsonNode root, List<Entry> entries, long dataStart) {
    Map<String, String> metadata(Path file) throws IOException {
      Map<String, String> metadata = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : root.path(METADATA).properties()) {
        if (!field.getValue().isTextual()) {
          throw new CorruptFileException(file, "metadata " + field.getKey() + " is not a text");
        }
        metadata.put(field.getKey(), field.getValue().textValue());
      }
      return metadata;
    }
  }

  static Header header(FileChannel channel, Path file) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw new CorruptFileException(file, "expected a safetensors file, found " + size + " bytes");
    }
    long headerLength = read(channel, 0, 8, file).getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
      throw new CorruptFileException(
          file, "the header claims " + headerLength + " bytes of a file of " + size);
    }
    JsonNode root = parse(file, read(channel, 8, (int) headerLength, file).array());
    return new Header(root, entries(file, root, size - 8 - headerLength), 8 + headerLength);
  }

  private static JsonNode parse(Path file, byte[] text) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "the header is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // Bytes that look like UTF-32 and are not.
      throw new CorruptFileException(file, "the header is not JSON: " + e.getMessage());
    }
    if (!root.isObject()) {
      throw new CorruptFileException(file, "the header is not a JSON object");
    }
    return root;
  }

  private static List<Entry> entries(Path file, JsonNode root, long dataSize) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : sorted) {
      if (entry.begin != covered) {
        throw new CorruptFileException(
            file, "tensor " + entry.name + " starts at " + entry.begin + ", expected " + covered);
      }
      covered = entry.end;
    }
    if (covered != dataSize) {
      throw new CorruptFileException(
          file, "the tensors need " + covered + " bytes of data, found " + dataSize);
    }
    return entries;
  }

  private static Entry entry(Path file, String name, JsonNode node) throws IOException {
    DType type = null;
    for (DType candidate : DType.values()) {
      if (candidate.fileName().equals(node.path("dtype").asText())) {
        type = candidate;
      }
    }
    JsonNode offsets = node.path("data_offsets");
    if (type == null || !node.path("shape").isArray() || offsets.size() != 2) {
      throw new CorruptFileException(file, "tensor " + name + ": unreadable description " + node);
    }
    long[] shape = new long[node.path("shape").size()];
    long bytes = type.bytes();
    long extent = type.bytes(); // were no dimension zero
    try {
      for (int i = 0; i < shape.length; i++) {
        JsonNode dimension = node.path("shape").path(i);
        shape[i] = isWhole(dimension) ? dimension.longValue() : -1;
        bytes = Math.multiplyExact(bytes, shape[i]);
        if (shape[i] < 0) {
          throw new CorruptFileException(file, "tensor " + name + ": impossible shape " + node);
        }
        extent = Math.multiplyExact(extent, Math.max(1, shape[i]));
      }
    } catch (ArithmeticException e) {
      throw new CorruptFileException(file, "tensor " + name + ": impossible shape " + node);
    }
    if (!isWhole(offsets.path(0)) || !isWhole(offsets.path(1))) {
      throw new CorruptFileException(file, "tensor " + name + ": unreadable offsets " + node);
    }
    long begin = offsets.path(0).longValue();
    long end = offsets.path(1).longValue();
    if (begin < 0 || end - begin != bytes) {
      throw new CorruptFileException(
          file, "tensor " + name + ": its shape needs " + bytes + " bytes, found " + (end - begin));
    }
    return new Entry(name, type, shape, begin, end);
  }

  /** Whether a long can hold it; else its lower bits would pass for it. */
  private static boolean isWhole(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong();
  }

  private static ByteBuffer read(FileChannel channel, long position, int length, Path file)
      throws IOException {
    ByteBuffer buffer = littleEndian(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new CorruptFileException(
            file, "ends early, at byte " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytesOf(Tensor tensor) {
    var plain = tensor.raw().contiguous();
    byte[] bytes = new byte[Math.toIntExact(plain.nbytes())];
    if (bytes.length > 0) {
      new org.bytedeco.javacpp.BytePointer(plain.data_ptr()).get(bytes);
    }
    return bytes;
  }

  private static Tensor tensor(Entry entry, ByteBuffer data) {
    Natives.ensureLoaded();
    var raw =
        org.bytedeco.pytorch.global.torch.empty(
            entry.shape,
            new org.bytedeco.pytorch.TensorOptions(entry.type.raw()),
            new org.bytedeco.pytorch.MemoryFormatOptional());
    if (data.capacity() > 0) {
      var unused = new org.bytedeco.javacpp.BytePointer(raw.data_ptr()).put(data.array());
    }
    return new Tensor(raw);
  }
}
