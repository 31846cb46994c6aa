package org.conversener.tensorbundle;

import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.CorruptFileException;

/**
 * The fields of a message in the wire format of protocol buffers, in their order. What a field is
 * called and means is its reader's to know.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteReader in;
  private final List<Field> fields = new ArrayList<>();

  /**
   * One field.
   *
   * @param number which
   * @param value its number; 0 if it has bytes
   * @param bytes its bytes; none if it has a number
   */
  private record Field(int number, long value, byte[] bytes) {}

  private ProtoMessage(ByteReader in) {
    this.in = in;
  }

  /**
   * Reads all fields.
   *
   * @throws CorruptFileException if they end early, or one is of a kind that bundles do not use
   */
  static ProtoMessage read(ByteReader in) throws CorruptFileException {
    ProtoMessage message = new ProtoMessage(in);
    while (in.hasMore()) {
      long tag = in.varint();
      int number = (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
      byte[] none = {};
      message.fields.add(
          switch ((int) (tag & 7)) {
            case VARINT -> new Field(number, in.varint(), none);
            case BYTES -> new Field(number, 0, in.take(in.length()));
            case FIXED32 -> new Field(number, in.fixed32(), none);
            default -> throw in.bad("a field of kind " + (tag & 7));
          });
    }
    return message;
  }

  /** The last number of a field, as protocol buffers read it; 0 if there is none. */
  long number(int field) {
    long value = 0;
    for (Field candidate : fields) {
      if (candidate.number == field) {
        value = candidate.value;
      }
    }
    return value;
  }

  /** Whether there is such a field. */
  boolean has(int field) {
    return fields.stream().anyMatch(candidate -> candidate.number == field);
  }

  /** The messages of a field, in order. */
  List<ProtoMessage> messages(int field) throws CorruptFileException {
    List<ProtoMessage> messages = new ArrayList<>();
    for (Field candidate : fields) {
      if (candidate.number == field) {
        messages.add(read(new ByteReader(in.file(), candidate.bytes)));
      }
    }
    return messages;
  }
}
