package org.conversener.cli.demo.world;

/** Grammatical gender, and that of a person. */
public enum Gender {
  MASCULINE,
  FEMININE;

  /** The gender written {@code m} or {@code f}. */
  static Gender of(String letter) {
    return switch (letter) {
      case "m" -> MASCULINE;
      case "f" -> FEMININE;
      default -> throw new IllegalArgumentException("expected gender m or f, found " + letter);
    };
  }
}
