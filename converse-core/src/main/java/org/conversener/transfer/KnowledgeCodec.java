package org.conversener.transfer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.conversener.translation.Translation;

/**
 * Knowledge as bytes, without loss. All numbers are little-endian; a text is its number of UTF-16
 * units (int32) and the units; a list is its size (int32) and its elements.
 *
 * <pre>
 * source words     list of texts
 * English words    list of texts
 * score            float64
 * windows          int32, then for each
 *   S, N, L        int32 source subwords, English subwords (end-of-sentence included), layers
 *   owners         S int32 of the source, N int32 of the English; -1 is end-of-sentence
 *   attention      L·N·S float32, [L][N][S]
 * R                int32, features of a word
 * features         n·R float32, n the number of English words
 * </pre>
 */
final class KnowledgeCodec {
  private KnowledgeCodec() {}

  /** Bytes were not written by {@link #encode}. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String problem) {
      super(problem);
    }
  }

  /**
   * Writes knowledge.
   *
   * @throws IllegalArgumentException if it needs more than 2 GB
   */
  static byte[] encode(Knowledge knowledge) {
    Translation translation = knowledge.translation();
    long size = 8L + 4 + 4 + 4L * knowledge.features().length;
    size += size(translation.source()) + size(translation.target());
    for (Translation.Window window : translation.windows()) {
      size += 12L + 4L * window.sourceOwners().length + 4L * window.targetOwners().length;
      size += 4L * window.values().length;
    }
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "the knowledge of a sentence of "
              + translation.source().size()
              + " words needs "
              + size
              + " bytes, more than 2 GB; cut the sentence");
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    put(out, translation.source());
    put(out, translation.target());
    out.putDouble(translation.score());
    out.putInt(translation.windows().size());
    for (Translation.Window window : translation.windows()) {
      out.putInt(window.sourceOwners().length);
      out.putInt(window.targetOwners().length);
      out.putInt(window.layers());
      put(out, window.sourceOwners());
      put(out, window.targetOwners());
      put(out, window.values());
    }
    out.putInt(knowledge.width());
    put(out, knowledge.features());
    return out.array();
  }

  /** Reads knowledge; never allocates more than the bytes could hold. */
  static Knowledge decode(byte[] bytes) throws MalformedException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<String> source = texts(in);
    List<String> target = texts(in);
    need(in, 12);
    double score = in.getDouble();
    int windowCount = count(in, 12);
    List<Translation.Window> windows = new ArrayList<>();
    for (int w = 0; w < windowCount; w++) {
      need(in, 12);
      int sources = in.getInt();
      int targets = in.getInt();
      int layers = in.getInt();
      int[] sourceOwners = owners(in, sources, source.size());
      int[] targetOwners = owners(in, targets, target.size());
      float[] values = floats(in, product(layers, product(sources, targets)));
      if (w > 0 && layers != windows.get(0).layers()) {
        throw new MalformedException("windows of " + layers + " layers and of others");
      }
      windows.add(new Translation.Window(sourceOwners, targetOwners, layers, values));
    }
    need(in, 4);
    int width = in.getInt();
    if (width < 1) {
      throw new MalformedException("features of width " + width);
    }
    float[] features = floats(in, product(width, target.size()));
    if (in.hasRemaining()) {
      throw new MalformedException(in.remaining() + " bytes too many");
    }
    return new Knowledge(new Translation(source, target, windows, score), width, features);
  }

  private static long size(List<String> texts) {
    long size = 4;
    for (String text : texts) {
      size += 4 + 2L * text.length();
    }
    return size;
  }

  private static void put(ByteBuffer out, List<String> texts) {
    out.putInt(texts.size());
    for (String text : texts) {
      out.putInt(text.length());
      for (int i = 0; i < text.length(); i++) {
        out.putChar(text.charAt(i));
      }
    }
  }

  private static void put(ByteBuffer out, int[] values) {
    out.asIntBuffer().put(values);
    out.position(out.position() + 4 * values.length);
  }

  private static void put(ByteBuffer out, float[] values) {
    out.asFloatBuffer().put(values);
    out.position(out.position() + 4 * values.length);
  }

  private static List<String> texts(ByteBuffer in) throws MalformedException {
    int count = count(in, 4);
    List<String> texts = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      char[] units = new char[count(in, 2)];
      for (int i = 0; i < units.length; i++) {
        units[i] = in.getChar();
      }
      texts.add(new String(units));
    }
    return texts;
  }

  private static int[] owners(ByteBuffer in, int count, int words) throws MalformedException {
    need(in, product(4, count));
    int[] owners = new int[count];
    for (int i = 0; i < count; i++) {
      owners[i] = in.getInt();
      if (owners[i] < Translation.EOS || owners[i] >= words) {
        throw new MalformedException("a subword of word " + owners[i] + " of " + words);
      }
    }
    return owners;
  }

  private static float[] floats(ByteBuffer in, long count) throws MalformedException {
    need(in, product(4, count));
    float[] values = new float[(int) count];
    in.asFloatBuffer().get(values);
    in.position(in.position() + 4 * values.length);
    return values;
  }

  /** A size whose elements take at least so many bytes each. */
  private static int count(ByteBuffer in, int bytesEach) throws MalformedException {
    need(in, 4);
    int count = in.getInt();
    need(in, product(bytesEach, count));
    return count;
  }

  private static long product(long a, long b) throws MalformedException {
    if (a < 0 || b < 0 || Math.multiplyHigh(a, b) != 0 || a * b < 0) {
      throw new MalformedException("impossible sizes " + a + " and " + b);
    }
    return a * b;
  }

  private static void need(ByteBuffer in, long bytes) throws MalformedException {
    if (bytes > in.remaining()) {
      throw new MalformedException("expected " + bytes + " more bytes, found " + in.remaining());
    }
  }
}
