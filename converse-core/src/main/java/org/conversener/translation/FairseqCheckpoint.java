package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleValues;
import org.conversener.torchfile.TorchFile;
import org.conversener.torchfile.TorchTensor;

/** An open checkpoint of fairseq: the options of its training and its tensors by name. */
final class FairseqCheckpoint implements AutoCloseable {
  /** Whose classes a checkpoint may name: for its options, and for the state of its training. */
  private static final Set<String> PACKAGES =
      Set.of(
          "_codecs",
          "_operator",
          "argparse",
          "collections",
          "copy_reg",
          "copyreg",
          "enum",
          "fairseq",
          "numpy",
          "omegaconf",
          "torch",
          "typing");

  private final TorchFile file;
  private final FairseqSettings settings;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();

  private FairseqCheckpoint(TorchFile file) throws IOException {
    this.file = file;
    if (!(file.root() instanceof Map<?, ?> checkpoint)
        || !(checkpoint.get("model") instanceof Map<?, ?> model)) {
      throw bad("expected a checkpoint of fairseq, a dict with \"model\" in it");
    }
    settings = FairseqSettings.of(file.path(), checkpoint);
    for (Map.Entry<?, ?> entry : model.entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof TorchTensor tensor)) {
        throw bad(
            "model: expected tensors by name, found "
                + PickleValues.describe(entry.getValue())
                + " under "
                + PickleValues.describe(entry.getKey()));
      }
      tensors.put(name, tensor);
    }
  }

  /** Opens a checkpoint; nothing in it is run. */
  static FairseqCheckpoint open(Path path) throws IOException {
    TorchFile file = TorchFile.open(path, PACKAGES, TorchFile.INSTRUCTIONS);
    try {
      return new FairseqCheckpoint(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The file. */
  Path path() {
    return file.path();
  }

  /** The bytes of the file. */
  long size() throws IOException {
    return Files.size(file.path());
  }

  FairseqSettings settings() {
    return settings;
  }

  Map<String, TorchTensor> tensors() {
    return tensors;
  }

  /** What is wrong with this file. */
  CorruptFileException bad(String problem) {
    return new CorruptFileException(file.path(), problem);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
