package org.conversener.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Text of the tests as the readers see it. */
final class Texts {
  private Texts() {}

  static LineReader lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8), "made.txt");
  }

  static LineReader lines(byte[] bytes, String name) throws IOException {
    return TextFiles.opened(new ByteArrayInputStream(bytes), name);
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  static List<String> all(LineReader lines) throws IOException {
    List<String> list = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      list.add(line);
    }
    return list;
  }
}
