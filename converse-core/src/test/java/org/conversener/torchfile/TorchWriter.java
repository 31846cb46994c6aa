package org.conversener.torchfile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what {@code torch.save} would, byte by byte, in both containers. */
public final class TorchWriter {
  private final Map<String, Tensor> storages = new LinkedHashMap<>();
  private final byte[] object;

  /** An instance of a class with attributes. */
  public record Instance(String module, String name, Map<String, Object> state) {}

  /** What a class or function makes of arguments, with what is put into it unless that is None. */
  public record Made(String module, String name, List<?> arguments, Object state) {}

  /** The name of a class. */
  public record Global(String module, String name) {}

  /** A tuple. */
  public record Tuple(List<?> items) {
    /** A tuple of these. */
    public static Tuple of(Object... items) {
      return new Tuple(List.of(items));
    }
  }

  /** A tensor over a storage of all values, whose key tells storages apart. */
  public record Tensor(
      String type, String key, double[] values, long offset, long[] shape, long[] strides) {
    /** In row-major order. */
    public static Tensor of(String type, String key, double[] values, long... shape) {
      long[] strides = new long[shape.length];
      long next = 1;
      for (int i = shape.length - 1; i >= 0; i--) {
        strides[i] = next;
        next *= shape[i];
      }
      return new Tensor(type, key, values, 0, shape, strides);
    }
  }

  /**
   * A writer of this object, of maps, lists, tuples, texts, bytes, numbers, objects and tensors.
   */
  public TorchWriter(Object root) {
    Pickle pickle = new Pickle();
    add(pickle, root);
    object = pickle.stop();
  }

  private void add(Pickle pickle, Object value) {
    if (value instanceof Tensor tensor) {
      storages.putIfAbsent(tensor.key, tensor);
      pickle.global("torch._utils", "_rebuild_tensor_v2").mark().mark().text("storage");
      pickle.global("torch", tensor.type).text(tensor.key).text("cpu").whole(tensor.values.length);
      pickle.none().op('t').op('Q').whole(tensor.offset);
      pickle.wholes(tensor.shape).wholes(tensor.strides).no();
      pickle.global("collections", "OrderedDict").op(')').op('R').op('t').op('R').remember();
    } else if (value instanceof Instance instance) {
      pickle.global(instance.module, instance.name).op(')').op(0x81).remember();
      addDict(pickle.op('}'), instance.state);
      pickle.op('b');
    } else if (value instanceof Made made) {
      add(pickle.global(made.module, made.name), new Tuple(made.arguments));
      pickle.op('R').remember();
      if (made.state != PickleNone.NONE) {
        add(pickle, made.state);
        pickle.op('b');
      }
    } else if (value instanceof Global global) {
      pickle.global(global.module, global.name);
    } else if (value instanceof Tuple tuple) {
      pickle.mark();
      tuple.items.forEach(item -> add(pickle, item));
      pickle.op('t');
    } else if (value instanceof byte[] bytes) {
      pickle.run(bytes).remember();
    } else if (value instanceof Map<?, ?> map) {
      addDict(pickle.global("collections", "OrderedDict").op(')').op('R').remember(), map);
    } else if (value instanceof List<?> list) {
      pickle.op(']').remember().mark();
      list.forEach(item -> add(pickle, item));
      pickle.op('e');
    } else if (value instanceof String text) {
      pickle.text(text).remember();
    } else if (value instanceof Double number) {
      pickle.real(number);
    } else if (value instanceof Boolean is) {
      pickle.op(is ? 0x88 : 0x89);
    } else if (value instanceof Number number) {
      pickle.whole(number.longValue());
    } else if (value == PickleNone.NONE) {
      pickle.none();
    } else {
      throw new IllegalArgumentException("no pickle of " + value);
    }
  }

  private void addDict(Pickle pickle, Map<?, ?> map) {
    pickle.mark();
    map.forEach(
        (key, item) -> {
          add(pickle, key);
          add(pickle, item);
        });
    pickle.op('u');
  }

  /** As torch before 1.6 did. */
  public byte[] legacy() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head());
    out.writeBytes(object);
    Pickle keys = new Pickle().op(']').mark();
    storages.keySet().stream().sorted().forEach(keys::text);
    out.writeBytes(keys.op('e').stop());
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(storages).entrySet()) {
      Tensor tensor = entry.getValue();
      out.writeBytes(little(8).putLong(tensor.values.length).array());
      out.writeBytes(numbers(tensor.type, tensor.values));
    }
    return out.toByteArray();
  }

  /** What stands before the object: magic number, protocol, machine. */
  public static byte[] head() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] magic = {0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8};
    out.writeBytes(new Pickle().op(0x8a).op(10).bytes(magic).op(0x50).op(0x19).stop());
    out.writeBytes(new Pickle().whole(1001).stop());
    Pickle machine = new Pickle().op('}').mark();
    machine.text("protocol_version").whole(1001).text("little_endian").op(0x88);
    out.writeBytes(machine.op('u').stop());
    return out.toByteArray();
  }

  /** As torch since 1.6 does. */
  public byte[] zip() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", object);
    entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    storages.forEach(
        (key, tensor) -> entries.put("archive/data/" + key, numbers(tensor.type, tensor.values)));
    entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return zip(entries);
  }

  /** The entries, uncompressed. */
  public static byte[] zip(Map<String, byte[]> entries) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> named : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(named.getKey());
        CRC32 sum = new CRC32();
        sum.update(named.getValue());
        entry.setCrc(sum.getValue());
        entry.setSize(named.getValue().length);
        zip.putNextEntry(entry);
        zip.write(named.getValue());
      }
    }
    return out.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] numbers(String type, double... values) {
    ByteBuffer out = little(8 * values.length);
    for (double value : values) {
      switch (type) {
        case "FloatStorage" -> out.putFloat((float) value);
        case "DoubleStorage" -> out.putDouble(value);
        case "LongStorage" -> out.putLong((long) value);
        case "HalfStorage" -> out.putShort(org.conversener.tensor.Float16.fromFloat((float) value));
        case "BFloat16Storage" ->
            out.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
        default -> throw new IllegalArgumentException(type);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** A pickle of protocol 2, instruction by instruction. */
  public static final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int remembered;

    /** Begins with the protocol. */
    public Pickle() {
      op(0x80).op(2);
    }

    /** One byte, of an instruction or its operand. */
    public Pickle op(int code) {
      out.write(code);
      return this;
    }

    /** Bytes, written as numbers of -128 to 255. */
    public Pickle ops(int... codes) {
      for (int code : codes) {
        op(code);
      }
      return this;
    }

    /** Bytes as they are. */
    public Pickle bytes(byte... bytes) {
      out.writeBytes(bytes);
      return this;
    }

    /** A mark. */
    public Pickle mark() {
      return op('(');
    }

    /** None. */
    public Pickle none() {
      return op('N');
    }

    /** False. */
    public Pickle no() {
      return op(0x89);
    }

    /** A text. */
    public Pickle text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return op('X').bytes(little(4).putInt(bytes.length).array()).bytes(bytes);
    }

    /** A run of bytes. */
    public Pickle run(byte... bytes) {
      return op('B').bytes(little(4).putInt(bytes.length).array()).bytes(bytes);
    }

    /** A whole number. */
    public Pickle whole(long value) {
      return value == (int) value
          ? op('J').bytes(little(4).putInt((int) value).array())
          : op(0x8a).op(8).bytes(little(8).putLong(value).array());
    }

    /** A number. */
    public Pickle real(double value) {
      return op('G').bytes(ByteBuffer.allocate(8).putDouble(value).array());
    }

    /** A tuple of whole numbers. */
    public Pickle wholes(long... values) {
      mark();
      for (long value : values) {
        whole(value);
      }
      return op('t');
    }

    /** The name of a class. */
    public Pickle global(String module, String name) {
      return op('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the value on top, as Python does with all that could be needed again. */
    public Pickle remember() {
      op('r').bytes(little(4).putInt(remembered++).array());
      return this;
    }

    /** The bytes, with the end. */
    public byte[] stop() {
      op('.');
      return out.toByteArray();
    }
  }
}
