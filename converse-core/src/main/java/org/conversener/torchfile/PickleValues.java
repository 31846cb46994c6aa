package org.conversener.torchfile;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Words for messages about values. */
public final class PickleValues {
  private static final int SHOWN = 80;

  private PickleValues() {}

  /** What a value is, in a few words; of what contains others, the kind only. */
  public static String describe(Object value) {
    if (value instanceof String text) {
      return "the text \"" + shortened(text) + "\"";
    }
    if (value instanceof BigInteger) {
      return "a number beyond 64 bits";
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof PickleNone) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return bytes.length + " bytes";
    }
    if (value instanceof TorchTensor tensor) {
      return "a tensor " + Arrays.toString(tensor.shape());
    }
    if (value instanceof PickleGlobal global) {
      return "the class " + shortened(global.toString());
    }
    if (value instanceof PickleObject object) {
      return "an object " + shortened(object.type().toString());
    }
    return value instanceof Map
        ? "a dict"
        : value instanceof List ? "a list" : value instanceof PickleTuple ? "a tuple" : "a storage";
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..";
  }
}
