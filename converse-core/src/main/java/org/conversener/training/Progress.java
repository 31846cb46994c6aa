package org.conversener.training;

/** Where long work tells how far it is. Implementations must be quick; they are called often. */
public interface Progress {
  /** A stage of the work begins; {@code total} is its number of steps, or -1 if unknown. */
  void begin(String stage, long total);

  /** So many steps of the present stage are done. */
  void step(long done, String detail);

  /** Something a person should read, such as a repair that was made to the input. */
  void say(String line);

  /** Tells nobody. */
  static Progress silent() {
    return new Progress() {
      @Override
      public void begin(String stage, long total) {}

      @Override
      public void step(long done, String detail) {}

      @Override
      public void say(String line) {}
    };
  }
}
