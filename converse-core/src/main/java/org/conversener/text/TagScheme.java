package org.conversener.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to write entities as one tag a word.
 *
 * <p>Reading is the same for all schemes, after conlleval: {@code L} and {@code E} count as {@code
 * I}, {@code U} and {@code S} as {@code B}; an entity starts at {@code B}, or at an {@code I} that
 * does not continue an entity of its own type. {@link #decodeStrictly} takes well-formed entities
 * only. The type is what follows the first hyphen.
 */
public enum TagScheme {
  /** {@code B} only where an entity directly follows another of the same type (CoNLL-2003). */
  IOB1,
  /** {@code B} on the first word of every entity, {@code I} on the others (IOB2). */
  BIO,
  /** As BIO, with {@code E} on the last word and {@code S} on an entity of one word. */
  BIOES,
  /** BIOES with the letters {@code L} (last) and {@code U} (unit). */
  BILOU;

  /** The tag of a word outside of all entities. */
  public static final String OUTSIDE = "O";

  private static final String PREFIXES = "BIESLU";

  /** Whether a tag is {@code O} or PREFIX-TYPE with a prefix that some scheme knows. */
  public static boolean isLegal(String tag) {
    boolean isOfType =
        tag.length() > 2 && tag.charAt(1) == '-' && PREFIXES.indexOf(tag.charAt(0)) >= 0;
    return isOfType || tag.equals(OUTSIDE);
  }

  /** The type of a tag, or null for {@code O}. */
  public static @Nullable String typeOf(String tag) {
    return tag.equals(OUTSIDE) ? null : tag.substring(tag.indexOf('-') + 1);
  }

  /** The tags of a sentence of {@code length} words with these entities. */
  public List<String> encode(List<Span> entities, int length) {
    String[] tags = new String[length];
    java.util.Arrays.fill(tags, OUTSIDE);
    Span previous = null;
    for (Span entity : entities) {
      boolean touches =
          previous != null
              && previous.end() == entity.start()
              && previous.type().equals(entity.type());
      for (int i = entity.start(); i < entity.end(); i++) {
        boolean isFirst = i == entity.start();
        boolean isLast = i == entity.end() - 1;
        tags[i] = prefix(isFirst, isLast, touches) + "-" + entity.type();
      }
      previous = entity;
    }
    return List.of(tags);
  }

  private char prefix(boolean isFirst, boolean isLast, boolean touchesItsLike) {
    return switch (this) {
      case IOB1 -> isFirst && touchesItsLike ? 'B' : 'I';
      case BIO -> isFirst ? 'B' : 'I';
      case BIOES -> isFirst ? (isLast ? 'S' : 'B') : isLast ? 'E' : 'I';
      case BILOU -> isFirst ? (isLast ? 'U' : 'B') : isLast ? 'L' : 'I';
    };
  }

  /**
   * The entities of a tag sequence by conlleval's rules, whatever the scheme.
   *
   * @throws IllegalArgumentException if a tag is not {@linkplain #isLegal legal}
   */
  public static List<Span> decode(List<String> tags) {
    List<Span> entities = new ArrayList<>();
    String type = null;
    int start = 0;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i < tags.size() ? checked(tags.get(i)) : OUTSIDE;
      String next = typeOf(tag);
      boolean continues = type != null && type.equals(next) && !opens(tag);
      if (type != null && !continues) {
        entities.add(new Span(type, start, i));
      }
      if (next != null && !continues) {
        start = i;
      }
      type = next;
    }
    return entities;
  }

  /**
   * The well-formed entities of a tag sequence in this scheme; whatever else is tagged is no
   * entity.
   *
   * <p>Well-formed is, each of one type: in BIOES {@code S} or {@code B I* E}, in BILOU {@code U}
   * or {@code B I* L}, in BIO {@code B I*}, in IOB1 {@code I+} or, directly after a word of the
   * same type, {@code B I*}. In the last two an entity ends before the first tag that does not
   * continue it, letters foreign to the scheme included.
   *
   * @throws IllegalArgumentException if a tag is not {@linkplain #isLegal legal}
   */
  public List<Span> decodeStrictly(List<String> tags) {
    return switch (this) {
      case IOB1, BIO -> decodeWithoutEndTags(tags);
      case BIOES -> decodeWithEndTags(tags, 'E', 'S');
      case BILOU -> decodeWithEndTags(tags, 'L', 'U');
    };
  }

  private static List<Span> decodeWithEndTags(List<String> tags, char end, char single) {
    List<Span> entities = new ArrayList<>();
    String open = null;
    int start = 0;
    for (int i = 0; i < tags.size(); i++) {
      String tag = checked(tags.get(i));
      char prefix = tag.charAt(0);
      String type = typeOf(tag);
      boolean sameType = open != null && open.equals(type);
      if (type != null && prefix == single) {
        entities.add(new Span(type, i, i + 1));
        open = null;
      } else if (prefix == 'B') {
        open = type;
        start = i;
      } else if (open != null && sameType && prefix == end) {
        entities.add(new Span(open, start, i + 1));
        open = null;
      } else if (!sameType || prefix != 'I') {
        open = null;
      }
    }
    return entities;
  }

  private List<Span> decodeWithoutEndTags(List<String> tags) {
    List<Span> entities = new ArrayList<>();
    String previous = null;
    int start = 0;
    boolean wellFormed = false;
    for (int i = 0; i <= tags.size(); i++) {
      String tag = i < tags.size() ? checked(tags.get(i)) : OUTSIDE;
      char prefix = tag.charAt(0);
      String type = typeOf(tag);
      boolean sameType = previous != null && previous.equals(type);
      if (sameType && prefix == 'I') {
        continue;
      }
      if (wellFormed && previous != null) {
        entities.add(new Span(previous, start, i));
      }
      start = i;
      wellFormed = this == BIO ? prefix == 'B' : prefix == (sameType ? 'B' : 'I');
      previous = type;
    }
    return entities;
  }

  /**
   * The same entities, as {@link #decode} reads them, written in another scheme.
   *
   * @throws IllegalArgumentException if a tag is not {@linkplain #isLegal legal}
   */
  public static List<String> convert(List<String> tags, TagScheme to) {
    return to.encode(decode(tags), tags.size());
  }

  /** How many entities start with an inside or end tag, which BIO, BIOES and BILOU forbid. */
  public static int illegalStarts(List<String> tags) {
    int count = 0;
    for (Span entity : decode(tags)) {
      count += opens(tags.get(entity.start())) ? 0 : 1;
    }
    return count;
  }

  /**
   * The scheme in which a corpus is written: BIOES or BILOU if their letters occur; else IOB1 if
   * more than half of the entities start with {@code I}; else BIO. A few illegal starts, as found
   * in published corpora, do not make BIO text IOB1.
   *
   * @throws IllegalArgumentException if a tag is not {@linkplain #isLegal legal}
   */
  public static TagScheme detect(Iterable<? extends List<String>> corpus) {
    long starts = 0;
    long insideStarts = 0;
    for (List<String> tags : corpus) {
      for (String tag : tags) {
        switch (checked(tag).charAt(0)) {
          case 'E', 'S' -> {
            return BIOES;
          }
          case 'L', 'U' -> {
            return BILOU;
          }
          default -> {}
        }
      }
      starts += decode(tags).size();
      insideStarts += illegalStarts(tags);
    }
    return 2 * insideStarts > starts ? IOB1 : BIO;
  }

  private static boolean opens(String tag) {
    char prefix = tag.charAt(0);
    return prefix == 'B' || prefix == 'S' || prefix == 'U';
  }

  private static String checked(String tag) {
    if (!isLegal(tag)) {
      throw new IllegalArgumentException(
          "expected O or PREFIX-TYPE with a prefix of B, I, E, S, L, U; found \"" + tag + "\"");
    }
    return tag;
  }
}
