package org.conversener.torchfile;

import java.nio.ByteBuffer;
import org.conversener.tensor.Float16;
import org.jspecify.annotations.Nullable;

/** The kinds of number that torch stores, little-endian. */
enum StorageType {
  FLOAT("FloatStorage", 4),
  DOUBLE("DoubleStorage", 8),
  HALF("HalfStorage", 2),
  BFLOAT16("BFloat16Storage", 2),
  LONG("LongStorage", 8),
  INT("IntStorage", 4),
  SHORT("ShortStorage", 2),
  CHAR("CharStorage", 1),
  BYTE("ByteStorage", 1),
  BOOL("BoolStorage", 1);

  private final String className;
  private final int bytes;

  StorageType(String className, int bytes) {
    this.className = className;
    this.bytes = bytes;
  }

  /** The kind that a class of torch holds, or null if it is no such class. */
  static @Nullable StorageType of(PickleGlobal type) {
    for (StorageType candidate : values()) {
      boolean isHere = type.module().equals("torch") || type.module().equals("torch.cuda");
      if (isHere && candidate.className.equals(type.name())) {
        return candidate;
      }
    }
    return null;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /** The number at a byte. Whole numbers beyond 2^53 are rounded. */
  double get(ByteBuffer from, int at) {
    return switch (this) {
      case FLOAT -> from.getFloat(at);
      case DOUBLE -> from.getDouble(at);
      case HALF -> Float16.toFloat(from.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(from.getShort(at) << 16);
      case LONG -> from.getLong(at);
      case INT -> from.getInt(at);
      case SHORT -> from.getShort(at);
      case CHAR -> from.get(at);
      case BYTE, BOOL -> from.get(at) & 0xff;
    };
  }
}
