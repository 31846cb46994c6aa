package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code frames.txt}, whose head documents the format. */
final class FrameReader {
  private FrameReader() {}

  static List<Frame> read() {
    List<Frame> frames = new ArrayList<>();
    List<List<String>> lines =
        Resources.lines("frames.txt").stream().map(FrameReader::tokens).toList();
    for (int i = 0; i < lines.size(); i += 4) {
      frames.add(
          frame(
              after("frame", lines.get(i)),
              new Trilingual<>(
                  after("en", lines.get(i + 1)),
                  after("es", lines.get(i + 2)),
                  after("zh", lines.get(i + 3)))));
    }
    return List.copyOf(frames);
  }

  private static List<String> tokens(String line) {
    return List.of(line.split(" +", -1));
  }

  private static List<String> after(String keyword, List<String> line) {
    if (!line.get(0).equals(keyword)) {
      throw new IllegalStateException("frames.txt: expected " + keyword + ", found " + line);
    }
    return line.subList(1, line.size());
  }

  private static Frame frame(List<String> head, Trilingual<List<String>> tokens) {
    Map<String, Frame.NameSlot> names = new LinkedHashMap<>();
    Map<String, Frame.FillerSlot> fillers = new LinkedHashMap<>();
    for (String token : head.subList(1, head.size())) {
      int equals = token.indexOf('=');
      String slot = token.substring(0, equals);
      String spec = token.substring(equals + 1);
      if (Character.isUpperCase(slot.charAt(0))) {
        names.put(slot, nameSlot(spec));
      } else {
        fillers.put(slot, fillerSlot(spec));
      }
    }
    return new Frame(head.get(0), names, fillers, tokens);
  }

  private static Frame.NameSlot nameSlot(String spec) {
    boolean shortForm = spec.endsWith("/short");
    List<Frame.Alternative> alternatives = new ArrayList<>();
    String type = "";
    for (String part : spec.replace("/short", "").split("\\|", -1)) {
      String[] target = part.split(">", -1);
      String[] source = target[0].split("\\.", -1);
      boolean named = Character.isUpperCase(source[0].charAt(0));
      type = named ? source[0] : type;
      String kind = named ? (source.length > 1 ? source[1] : "") : source[0];
      alternatives.add(new Frame.Alternative(type, kind, target.length > 1 ? target[1] : type));
    }
    return new Frame.NameSlot(List.copyOf(alternatives), shortForm);
  }

  private static Frame.FillerSlot fillerSlot(String spec) {
    int at = spec.indexOf('@');
    String owner = at < 0 ? "" : spec.substring(at + 1);
    String rest = at < 0 ? spec : spec.substring(0, at);
    return new Frame.FillerSlot(rest.replace(":pl", ""), rest.endsWith(":pl"), owner);
  }
}
