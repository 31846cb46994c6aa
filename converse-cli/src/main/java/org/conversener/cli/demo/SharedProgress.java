package org.conversener.cli.demo;

import org.conversener.training.Progress;

/** The progress of one of several languages that run side by side: whole lines, with its name. */
final class SharedProgress implements Progress {
  private final Progress shared;
  private final String name;

  SharedProgress(Progress shared, String name) {
    this.shared = shared;
    this.name = name;
  }

  @Override
  public void begin(String stage, long total) {}

  @Override
  public void step(long done, String detail) {}

  @Override
  public void say(String line) {
    synchronized (shared) {
      shared.say(name + ": " + line);
    }
  }
}
