package org.conversener.translation;

import java.util.ArrayList;
import java.util.List;

/** The epochs of a run as text and back, for checkpoints. */
final class EpochLog {
  private static final int FIELDS = 8;

  private EpochLog() {}

  static String write(List<ConvTrainer.Epoch> epochs) {
    List<String> lines = new ArrayList<>();
    for (ConvTrainer.Epoch e : epochs) {
      lines.add(
          e.number()
              + " "
              + e.trainLoss()
              + " "
              + e.validLoss()
              + " "
              + e.validBleu()
              + " "
              + e.rate()
              + " "
              + e.targetSubwords()
              + " "
              + e.seconds()
              + " "
              + e.smoothedValidLoss());
    }
    return String.join("\n", lines);
  }

  static List<ConvTrainer.Epoch> read(String text) {
    List<ConvTrainer.Epoch> epochs = new ArrayList<>();
    for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length != FIELDS) {
        throw new IllegalArgumentException(
            "a checkpoint of another version of Converse, which chose the best epoch otherwise:"
                + " expected epochs of "
                + FIELDS
                + " figures, found '"
                + line
                + "'; train anew, or go on with that version");
      }
      epochs.add(
          new ConvTrainer.Epoch(
              Integer.parseInt(fields[0]),
              Double.parseDouble(fields[1]),
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3]),
              Double.parseDouble(fields[4]),
              Long.parseLong(fields[5]),
              Double.parseDouble(fields[6]),
              Double.parseDouble(fields[7])));
    }
    return epochs;
  }
}
