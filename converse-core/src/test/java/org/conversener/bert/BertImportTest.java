package org.conversener.bert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.conversener.tensor.CorruptFileException;
import org.conversener.tensor.DType;
import org.conversener.tensorbundle.BundleWriter;
import org.conversener.text.BasicTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BertImportTest {
  private static final List<String> WORDS = List.of("Ada", "saw", "the", "sea");

  @TempDir private Path folder = Path.of("");

  /** The names and layouts of TensorFlow. */
  private static Map<String, BundleWriter.Numbers> tensors(BertConfig config, String prefix) {
    Map<String, BundleWriter.Numbers> tensors = new LinkedHashMap<>();
    TinyBert.weights(config)
        .forEach(
            (name, numbers) -> {
              boolean isDense = numbers.shape().length == 2 && !name.contains("embeddings");
              boolean isNorm = name.contains("LayerNorm");
              String theirs =
                  name.replaceAll("layer\\.([0-9]+)", "layer_$1")
                      .replace('.', '/')
                      .replaceAll("_embeddings/weight$", "_embeddings")
                      .replaceAll("weight$", isNorm ? "gamma" : "kernel")
                      .replaceAll("bias$", isNorm ? "beta" : "bias");
              tensors.put(
                  prefix + theirs,
                  isDense ? transposed(numbers) : numbers(numbers.values(), numbers.shape()));
            });
    return tensors;
  }

  private static BundleWriter.Numbers numbers(double[] values, long... shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new BundleWriter.Numbers(floats, shape);
  }

  private static BundleWriter.Numbers transposed(TinyBert.Numbers matrix) {
    int out = (int) matrix.shape()[0];
    int in = (int) matrix.shape()[1];
    double[] values = new double[out * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        values[i * out + o] = matrix.values()[o * in + i];
      }
    }
    return numbers(values, in, out);
  }

  private Path bundle(Map<String, BundleWriter.Numbers> tensors, boolean withConfig)
      throws IOException {
    Path saved = folder.resolve("saved");
    var index = BundleWriter.write(saved.resolve("variables"), "variables", tensors);
    assertThat(index).exists();
    Path assets = Files.createDirectories(saved.resolve("assets"));
    Files.writeString(assets.resolve("vocab.txt"), String.join("\n", TinyBert.PIECES) + "\n");
    if (withConfig) {
      // As Google writes it: without the type of the model and the epsilon.
      var config = BertSettings.config(TinyBert.CONFIG);
      config.remove(List.of("model_type", "layer_norm_eps", "architectures"));
      Files.writeString(saved.resolve("bert_config.json"), config.toString());
    }
    return saved;
  }

  private Path imported(Path source) throws IOException {
    Path out = Files.createTempDirectory(folder, "out");
    try (BertImport bert = BertImport.open(source)) {
      bert.writeTo(out);
    }
    return out;
  }

  private static float[] rows(Path directory) throws IOException {
    Bert bert = Bert.open(directory, DType.FLOAT32);
    try {
      return bert.rows(WORDS);
    } finally {
      bert.close();
    }
  }

  @Test
  void theNetworkIsTheOneThatWasSaved() throws IOException {
    Map<String, BundleWriter.Numbers> tensors = tensors(TinyBert.CONFIG, "module/");
    tensors.put("global_step", new BundleWriter.Numbers(new float[] {9}));
    tensors.put("module/bert/pooler/dense/kernel/adam_m", new BundleWriter.Numbers(new float[1]));
    tensors.put("module/cls/predictions/output_bias", new BundleWriter.Numbers(new float[14], 14));
    Path out = imported(bundle(tensors, true));
    float[] expected = rows(TinyBert.write(folder.resolve("direct")));
    assertThat(rows(out)).containsExactly(expected);
    assertThat(BertSettings.read(out)).isEqualTo(TinyBert.CONFIG);
    Path plain = imported(bundle(tensors(TinyBert.CONFIG, ""), true));
    assertThat(rows(plain)).containsExactly(expected);
  }

  @Test
  void aZipAndAZipInAZipAreUnpackedAndLeaveNothing() throws IOException {
    Path saved = bundle(tensors(TinyBert.CONFIG, "module/"), true);
    Path inner = zip(saved, folder.resolve("inner"), ZipEntry.STORED);
    Path jar = folder.resolve("model.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(out, "META-INF/MANIFEST.MF", "a: b\n".getBytes(StandardCharsets.UTF_8));
      put(out, "com/x/bert", Files.readAllBytes(inner));
      put(out, "README", "PK".getBytes(StandardCharsets.UTF_8).clone());
    }
    float[] expected = rows(imported(saved));
    assertThat(rows(imported(inner))).containsExactly(expected);
    assertThat(rows(imported(zip(saved, folder.resolve("d.zip"), ZipEntry.DEFLATED))))
        .containsExactly(expected);
    assertThat(rows(imported(jar))).containsExactly(expected);
    Path unpacked;
    try (BundleFolder opened = BundleFolder.open(jar)) {
      unpacked = opened.index();
      assertThat(unpacked).exists();
    }
    assertThat(unpacked.resolveSibling(".")).doesNotExist();
  }

  @Test
  void theExampleOfTheCommandsTestIsThisNetwork() throws IOException {
    Path example = Path.of("..", "converse-cli", "src", "test", "resources", "bert", "toy.zip");
    assertThat(rows(imported(example))).containsExactly(rows(TinyBert.write(folder)));
  }

  private static Path zip(Path from, Path to, int method) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (OutputStream stream = Files.newOutputStream(to);
        ZipOutputStream out = new ZipOutputStream(stream)) {
      for (Path file : files) {
        byte[] bytes = Files.readAllBytes(file);
        ZipEntry entry = new ZipEntry(from.relativize(file).toString());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 sum = new CRC32();
          sum.update(bytes);
          entry.setCrc(sum.getValue());
          entry.setSize(bytes.length);
        }
        out.putNextEntry(entry);
        out.write(bytes);
      }
    }
    return to;
  }

  private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
  }

  @Test
  void shapesTellTheConfigIfNothingElseDoes() throws IOException {
    BertConfig wide =
        new BertConfig(14, 128, 1, 2, 20, 16, 2, 1e-12, new BasicTokenizer(false, false));
    try (BertImport bert = BertImport.open(bundle(tensors(wide, "module/"), false))) {
      assertThat(bert.config()).isEqualTo(wide);
      assertThat(bert.notices()).anyMatch(notice -> notice.contains("2 heads"));
    }
    Path narrow = bundle(tensors(TinyBert.CONFIG, "module/"), false);
    assertThatThrownBy(() -> BertImport.open(narrow))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("no multiple of 64")
        .hasMessageContaining("bert_config.json");
  }

  @Test
  void theCaseIsToldByEasyBertOrByThePieces() throws IOException {
    Path saved = bundle(tensors(TinyBert.CONFIG, "module/"), true);
    try (BertImport bert = BertImport.open(saved)) {
      assertThat(bert.config().tokenizer().isLowerCase()).isFalse();
    }
    Files.writeString(saved.resolve("assets/model.json"), "{\"doLowerCase\": true}");
    try (BertImport bert = BertImport.open(saved)) {
      assertThat(bert.config().tokenizer()).isEqualTo(new BasicTokenizer(true, true));
    }
  }

  @Test
  void whatIsNoBertIsRefused() throws IOException {
    assertThatThrownBy(() -> BertImport.open(folder.resolve("none.jar")))
        .isInstanceOf(NoSuchFileException.class);
    Path text = Files.writeString(folder.resolve("text.jar"), "no archive");
    refuses(text, "expected a directory or a ZIP");
    Path cut = Files.write(folder.resolve("cut.jar"), new byte[] {'P', 'K', 3, 4, 5, 6});
    refuses(cut, "found 0");
    refuses(Files.createDirectory(folder.resolve("empty")), "found 0");
    refuses(
        bundle(Map.of("other/kernel", new BundleWriter.Numbers(new float[1])), false),
        "expected the tensors of a BERT");
  }

  @Test
  void damageInAnArchiveNamesTheArchive() throws IOException {
    Path saved = bundle(tensors(TinyBert.CONFIG, "module/"), true);
    Path index = saved.resolve("variables/variables.index");
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(whole, 100));
    refuses(saved, "variables.index");
    refuses(zip(saved, folder.resolve("one.zip"), ZipEntry.STORED), "one.zip: of what it unpacks");
    Files.write(index, whole);
    Files.delete(saved.resolve("variables/variables.data-00000-of-00001"));
    refuses(zip(saved, folder.resolve("two.zip"), ZipEntry.STORED), "data-00000-of-00001");
  }

  @Test
  void anArchiveThatUnpacksToFarMoreThanItselfIsRefused() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("variables.data-00000-of-00001"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 66; i++) {
        out.write(zeros);
      }
    }
    refuses(bomb, "unpacks to more than 10 times its own size");
  }

  @Test
  void aMissingTensorAndAWrongShapeAreNamed() throws IOException {
    String name = "module/bert/encoder/layer_1/output/dense/kernel";
    Map<String, BundleWriter.Numbers> tensors = tensors(TinyBert.CONFIG, "module/");
    tensors.remove(name);
    Path saved = bundle(tensors, true);
    assertThatThrownBy(() -> imported(saved))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("encoder.layer.1.output.dense.weight is missing");
    tensors.put(name, new BundleWriter.Numbers(new float[96], 8, 12));
    var again = bundle(tensors, true);
    assertThat(again).isEqualTo(saved);
    assertThatThrownBy(() -> imported(saved))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining("encoder.layer.1.output.dense.weight: expected the shape");
  }

  private static void refuses(Path source, String message) {
    assertThatThrownBy(() -> BertImport.open(source))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageContaining(message);
  }
}
