package org.conversener.flair;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.conversener.torchfile.PickleObject;
import org.jspecify.annotations.Nullable;

/** Runs of bytes, which pickles of protocol 2 spell as texts. */
final class PythonBytes {
  private PythonBytes() {}

  /** The bytes of a value, or null if it is none. */
  static byte @Nullable [] of(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (!(value instanceof PickleObject object)) {
      return null;
    }
    List<Object> arguments = object.arguments().items();
    String type = object.type().toString();
    boolean isEmpty = type.equals("__builtin__.bytes") || type.equals("builtins.bytes");
    if (isEmpty && arguments.isEmpty()) {
      return new byte[0];
    }
    boolean isSpelt = type.equals("_codecs.encode") && arguments.size() == 2;
    return isSpelt && arguments.get(0) instanceof String text && arguments.get(1).equals("latin1")
        ? text.getBytes(StandardCharsets.ISO_8859_1)
        : null;
  }

  /** The text of a value that is one or its UTF-8; null if it is neither. */
  static @Nullable String text(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    byte[] bytes = of(value);
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
