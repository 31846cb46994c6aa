package org.conversener.torchfile;

/**
 * The name of a Python class or function; nothing stands behind it.
 *
 * @param module the module, such as {@code argparse}
 * @param name the name in it, such as {@code Namespace}
 */
public record PickleGlobal(String module, String name) {
  /** Whether this is {@code module.name}. */
  public boolean is(String fullName) {
    return toString().equals(fullName);
  }

  @Override
  public String toString() {
    return module + "." + name;
  }
}
