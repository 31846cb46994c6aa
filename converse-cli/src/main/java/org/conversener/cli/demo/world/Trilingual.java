package org.conversener.cli.demo.world;

import java.util.function.Function;

/**
 * Something in each of the three languages.
 *
 * @param <T> what it is
 */
public record Trilingual<T>(T english, T spanish, T chinese) {
  /** What a function gives for each language. */
  static <T> Trilingual<T> of(Function<Language, T> make) {
    return new Trilingual<>(
        make.apply(Language.EN), make.apply(Language.ES), make.apply(Language.ZH));
  }

  /** What it is in this language. */
  public T in(Language language) {
    return switch (language) {
      case EN -> english;
      case ES -> spanish;
      case ZH -> chinese;
    };
  }
}
