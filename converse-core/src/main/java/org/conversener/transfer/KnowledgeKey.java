package org.conversener.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The address of a sentence's knowledge: the SHA-256 of everything it depends on, as four numbers.
 *
 * <p>Hashed are a tag of the scheme, the identities of translator and teacher, the number of words
 * and the words. Every text is its number of UTF-16 units (four bytes, little-endian) and those
 * units (two bytes each), so that no two lists of words look alike, not even such as are not valid
 * Unicode.
 */
record KnowledgeKey(long a, long b, long c, long d) {
  static final int BYTES = 32;
  private static final String SCHEME = "converse knowledge 1";

  static KnowledgeKey of(List<String> words, String translatorIdentity, String teacherIdentity) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    add(digest, SCHEME);
    add(digest, translatorIdentity);
    add(digest, teacherIdentity);
    digest.update(littleEndian(4).putInt(0, words.size()));
    for (String word : words) {
      add(digest, word);
    }
    return read(ByteBuffer.wrap(digest.digest()));
  }

  static KnowledgeKey read(ByteBuffer buffer) {
    return new KnowledgeKey(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  void write(ByteBuffer buffer) {
    buffer.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  private static void add(MessageDigest digest, String text) {
    ByteBuffer buffer = littleEndian(4 + 2 * text.length());
    buffer.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer.putChar(text.charAt(i));
    }
    digest.update(buffer.flip());
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
