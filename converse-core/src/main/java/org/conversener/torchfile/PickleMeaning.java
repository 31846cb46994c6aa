package org.conversener.torchfile;

import java.util.Map;

/** What the objects of a pickle become. */
interface PickleMeaning {
  /** Something does not mean anything; the message says what was found and expected. */
  final class MeaninglessException extends Exception {
    private static final long serialVersionUID = 1;

    MeaninglessException(String message) {
      super(message);
    }
  }

  /** The class or function of this name, if such a file may name it. */
  PickleGlobal global(String module, String name) throws MeaninglessException;

  /** What a class or function makes of arguments. */
  Object make(PickleGlobal type, PickleTuple arguments, Map<Object, Object> keywords)
      throws MeaninglessException;

  /** What stands outside of the pickle under this name. */
  Object persistent(Object id) throws MeaninglessException;
}
