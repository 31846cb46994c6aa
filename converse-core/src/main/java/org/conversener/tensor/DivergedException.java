package org.conversener.tensor;

/** A training whose numbers are no longer finite; the message says what to change. */
public final class DivergedException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is not finite, and the remedy
   */
  public DivergedException(String message) {
    super(message);
  }
}
