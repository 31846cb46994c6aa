package org.conversener.corpus;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.conversener.text.Sentence;
import org.conversener.text.Span;

/**
 * The SHA-256 of what was parsed: words and entities, not the bytes of the file.
 *
 * <p>So the same corpus has the same name whether its file is compressed, in IOB1 or BIOES, with
 * {@code \r\n} or other columns; and a score can be tied to the data it was measured on. Every list
 * and string is preceded by its length (big-endian int; strings in UTF-8, length in bytes): no two
 * contents share an encoding.
 */
public final class Fingerprint {
  private Fingerprint() {}

  /** The fingerprint of some sentences, 64 hexadecimal digits. */
  public static String ofSentences(List<Sentence> sentences) {
    return of(List.of(sentences));
  }

  /** The fingerprint of parts in order, each a list of sentences. */
  public static String of(List<List<Sentence>> parts) {
    MessageDigest digest = sha256();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeInt(parts.size());
      for (List<Sentence> sentences : parts) {
        out.writeInt(sentences.size());
        for (Sentence sentence : sentences) {
          write(sentence, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a digest cannot fail", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The fingerprint of lines of plain text, in order. */
  public static String ofLines(List<String> lines) {
    MessageDigest digest = sha256();
    try (DataOutputStream out =
        new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
      out.writeInt(lines.size());
      for (String line : lines) {
        write(line, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a digest cannot fail", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void write(Sentence sentence, DataOutputStream out) throws IOException {
    out.writeInt(sentence.length());
    for (String word : sentence.words()) {
      write(word, out);
    }
    out.writeInt(sentence.entities().size());
    for (Span entity : sentence.entities()) {
      write(entity.type(), out);
      out.writeInt(entity.start());
      out.writeInt(entity.end());
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
