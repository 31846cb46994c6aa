package org.conversener.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.CorruptFileException;

/** One entry a line, UTF-8; only a line feed ends a line, since words may hold other spaces. */
final class Lines {
  private Lines() {}

  static void write(Path file, Iterable<String> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String entry : entries) {
      if (entry.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("an entry of " + file + " holds a line feed: " + entry);
      }
      text.append(entry).append('\n');
    }
    Files.writeString(file, text);
  }

  static List<String> read(Path file) throws IOException {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
    } catch (CharacterCodingException e) {
      throw new CorruptFileException(file, "is not UTF-8");
    }
    List<String> entries = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      entries.add(text.substring(start, end));
      start = end + 1;
    }
    if (start != text.length()) {
      throw new CorruptFileException(file, "the last line does not end: the file is cut off");
    }
    return entries;
  }
}
