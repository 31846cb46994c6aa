package org.conversener.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The SHA-256 of what something depends on, part by part. Every part says how long it is, so that
 * no two rows of parts look alike. A text is its number of UTF-16 units (four bytes, little-endian)
 * and those units (two bytes each), so that texts that are not valid Unicode differ too.
 */
public final class Digest {
  private static final int BUFFER = 1 << 20;

  private final MessageDigest digest;

  /** Of nothing yet but the name of a scheme, which should change when the rules do. */
  public Digest(String scheme) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    var unused = add(scheme);
  }

  /** Adds a text. */
  public Digest add(String text) {
    ByteBuffer buffer = littleEndian(4 + 2 * text.length());
    buffer.putInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer.putChar(text.charAt(i));
    }
    digest.update(buffer.flip());
    return this;
  }

  /** Adds a list of texts and how many they are. */
  public Digest add(List<String> texts) {
    digest.update(littleEndian(4).putInt(0, texts.size()));
    texts.forEach(this::add);
    return this;
  }

  /** Adds bytes and how many they are. */
  public Digest add(ByteBuffer bytes) {
    digest.update(littleEndian(8).putLong(0, bytes.remaining()));
    digest.update(bytes.duplicate());
    return this;
  }

  /** Adds the bytes of a file and how many they are. */
  public Digest add(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      digest.update(littleEndian(8).putLong(0, channel.size()));
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (channel.read(buffer.clear()) >= 0) {
        digest.update(buffer.flip());
      }
    }
    return this;
  }

  /** The digest; nothing can be added after that. */
  public Address toAddress() {
    return Address.read(ByteBuffer.wrap(digest.digest()));
  }

  /** The digest in 64 hexadecimal digits; nothing can be added after that. */
  public String toHex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
