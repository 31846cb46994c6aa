package org.conversener.cli.demo.world;

import java.util.List;

/**
 * A name as it is written in one language.
 *
 * @param parts its parts in the order of that language
 * @param article the article before the name, outside of the entity: "the", "el", "la" or ""
 */
public record NameForm(List<Part> parts, String article) {
  /**
   * Some words of a name.
   *
   * @param key the meaning; parts of different languages with one key are aligned
   * @param words the words, at least one
   */
  public record Part(String key, List<String> words) {
    /** Copies the words. */
    public Part {
      words = List.copyOf(words);
    }
  }

  /** Copies the parts. */
  public NameForm {
    parts = List.copyOf(parts);
  }

  /** All words of the name, without the article. */
  public List<String> words() {
    return parts.stream().flatMap(part -> part.words().stream()).toList();
  }
}
