package org.conversener.flair;

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

/** An open file of Flair: the settings of its model and the tensors by name. */
final class FlairFile implements AutoCloseable {
  /**
   * Whose classes a file may name. Those of embeddings that are not imported are among them, so
   * that it is the embedding that is refused, by name, and not the file as one not to be trusted.
   */
  private static final Set<String> PACKAGES =
      Set.of(
          "_codecs",
          "bpemb",
          "collections",
          "copy_reg",
          "copyreg",
          "datetime",
          "enum",
          "flair",
          "functools",
          "gensim",
          "numpy",
          "pathlib",
          "pytorch_pretrained_bert",
          "pytorch_transformers",
          "sentencepiece",
          "tokenizers",
          "torch",
          "transformers",
          "typing");

  /** Some twenty instructions name a word, beside which stand the numbers of its vector. */
  private static final int BYTES_PER_INSTRUCTION = 4;

  /** What an instruction may cost in memory, with a margin. */
  private static final int MEMORY_PER_INSTRUCTION = 100;

  private final TorchFile file;
  private final FlairFields fields;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();

  private FlairFile(TorchFile file) throws IOException {
    this.file = file;
    if (!(file.root() instanceof Map<?, ?> root)
        || !(root.get("state_dict") instanceof Map<?, ?> state)) {
      throw bad(
          "expected a model of Flair, a dict with \"state_dict\" in it, found "
              + PickleValues.describe(file.root()));
    }
    fields = FlairFields.of(file.path(), "", root);
    for (Map.Entry<?, ?> entry : state.entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof TorchTensor tensor)) {
        throw bad(
            "state_dict: expected tensors by name, found "
                + PickleValues.describe(entry.getValue())
                + " under "
                + PickleValues.describe(entry.getKey()));
      }
      tensors.put(name, tensor);
    }
  }

  /** Opens a file; nothing in it is run. */
  static FlairFile open(Path path) throws IOException {
    // A vocabulary of a million words is a long pickle, and honest in a large file only.
    long size = Files.exists(path) ? Files.size(path) : 0;
    long affordable = Runtime.getRuntime().maxMemory() / MEMORY_PER_INSTRUCTION;
    long instructions =
        Math.max(TorchFile.INSTRUCTIONS, Math.min(size / BYTES_PER_INSTRUCTION, affordable));
    TorchFile file = TorchFile.open(path, PACKAGES, instructions);
    try {
      return new FlairFile(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Path path() {
    return file.path();
  }

  /** The bytes of the file. */
  long size() throws IOException {
    return Files.size(file.path());
  }

  /** What the file says beside its tensors. */
  FlairFields fields() {
    return fields;
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
