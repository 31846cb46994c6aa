package org.conversener.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Where a record lies: the SHA-256 of everything it depends on, as four numbers. */
public record Address(long a, long b, long c, long d) {
  static final int BYTES = 32;

  static Address read(ByteBuffer buffer) {
    return new Address(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  void write(ByteBuffer buffer) {
    buffer.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  /** The first sixteen hexadecimal digits, to name a file with. */
  public String shortName() {
    return HexFormat.of().toHexDigits(a);
  }
}
