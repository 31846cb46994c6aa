package org.conversener.translation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.PickleValues;

/**
 * What a fairseq model is built as, from its options: those of its named architecture where it does
 * not say otherwise (REFERENCE 1.1). What Converse's network cannot be is refused.
 *
 * @param embedding width of the embeddings on both sides
 * @param encoder the encoder's layers
 * @param decoder the decoder's layers
 * @param outputEmbedding width before the output layer
 * @param dropout the dropout it was trained with
 * @param name the architecture's name
 */
record FairseqArchitecture(
    int embedding,
    List<ConvShape.Layer> encoder,
    List<ConvShape.Layer> decoder,
    int outputEmbedding,
    double dropout,
    String name) {

  /** The options of a named architecture. */
  private record Preset(int embedding, String encoder, String decoder, int outputEmbedding) {
    static Preset of(Path file, String name, boolean isNeeded) throws IOException {
      String all = "[(512, 3)] * 20";
      String german = "[(512, 3)] * 9 + [(1024, 3)] * 4 + [(2048, 1)] * 2";
      String french =
          "[(512, 3)] * 6 + [(768, 3)] * 4 + [(1024, 3)] * 3 + [(2048, 1)] + [(4096, 1)]";
      return switch (name) {
        case "fconv" -> new Preset(512, all, all, 256);
        case "fconv_iwslt_de_en" -> new Preset(256, "[(256, 3)] * 4", "[(256, 3)] * 3", 256);
        case "fconv_wmt_en_ro" -> new Preset(512, all, all, 512);
        case "fconv_wmt_en_de" -> new Preset(768, german, german, 512);
        case "fconv_wmt_en_fr" -> new Preset(768, french, french, 512);
        default -> {
          boolean isOther =
              !name.startsWith("fconv")
                  || name.startsWith("fconv_lm")
                  || name.startsWith("fconv_self_att");
          if (isOther || isNeeded) {
            throw new CorruptFileException(
                file,
                "arch: expected a convolutional translator, such as fconv_wmt_en_de"
                    + (isOther ? "" : ", or the layers and widths of this one")
                    + "; found \""
                    + name
                    + "\"");
          }
          yield new Preset(512, all, all, 256);
        }
      };
    }
  }

  /** The architecture that options describe. */
  static FairseqArchitecture of(Path file, FairseqSettings settings) throws IOException {
    boolean isComplete = true;
    for (String name :
        List.of(
            "encoder_embed_dim",
            "encoder_layers",
            "decoder_embed_dim",
            "decoder_layers",
            "decoder_out_embed_dim")) {
      isComplete &= settings.has(name);
    }
    String arch = settings.text("arch", settings.text("_name", ""));
    Preset preset = Preset.of(file, arch, !isComplete);
    int embedding = settings.size("encoder_embed_dim", preset.embedding);
    int target = settings.size("decoder_embed_dim", preset.embedding);
    if (embedding != target) {
      throw new CorruptFileException(
          file,
          "decoder_embed_dim: expected "
              + embedding
              + " as encoder_embed_dim, for attention compares the two; found "
              + target);
    }
    List<ConvShape.Layer> decoder =
        layers(file, "decoder_layers", settings.expression("decoder_layers", preset.decoder));
    checkAttention(file, settings.expression("decoder_attention", "True"), decoder.size());
    double constant = settings.number("normalization_constant", 0.5);
    if (constant != 0.5) {
      throw new CorruptFileException(
          file, "normalization_constant: Converse's network has 0.5, found " + constant);
    }
    double dropout = settings.number("dropout", 0.1);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new CorruptFileException(file, "dropout: expected 0 to below 1, found " + dropout);
    }
    return new FairseqArchitecture(
        embedding,
        layers(file, "encoder_layers", settings.expression("encoder_layers", preset.encoder)),
        decoder,
        settings.size("decoder_out_embed_dim", preset.outputEmbedding),
        dropout,
        arch);
  }

  private static List<ConvShape.Layer> layers(Path file, String option, Object value)
      throws IOException {
    List<ConvShape.Layer> layers = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : List.of()) {
      List<?> numbers = item instanceof List<?> list ? list : List.of();
      boolean isLayer = numbers.size() == 2 || numbers.size() == 3;
      for (Object number : numbers) {
        isLayer &= number instanceof Long;
      }
      if (!isLayer) {
        throw new CorruptFileException(
            file,
            option
                + ": expected layers of a width and a kernel, such as (512, 3), found "
                + PickleValues.describe(item));
      }
      if (numbers.size() == 3 && !numbers.get(2).equals(1L)) {
        throw new CorruptFileException(
            file,
            option
                + ": layer "
                + (layers.size() + 1)
                + " takes its residual from "
                + numbers.get(2)
                + " layers back; Converse's network has it from the layer before, 1");
      }
      layers.add(layer(file, option, (Long) numbers.get(0), (Long) numbers.get(1)));
    }
    if (layers.isEmpty()) {
      throw new CorruptFileException(
          file, option + ": expected a list of layers, found " + PickleValues.describe(value));
    }
    return layers;
  }

  private static ConvShape.Layer layer(Path file, String option, long width, long kernel)
      throws IOException {
    if (width < 1 || width >= 1_000_000 || kernel < 1 || kernel >= 100) {
      throw new CorruptFileException(
          file,
          option
              + ": expected a width of 1 to 999,999 and a kernel of 1 to 99, found ("
              + width
              + ", "
              + kernel
              + ")");
    }
    return new ConvShape.Layer((int) width, (int) kernel);
  }

  private static void checkAttention(Path file, Object attention, int layers) throws IOException {
    boolean isEverywhere =
        attention instanceof List<?> list
            ? list.size() == layers && list.stream().allMatch(Boolean.TRUE::equals)
            : attention.equals(true);
    if (!isEverywhere) {
      throw new CorruptFileException(
          file,
          "decoder_attention: Converse's network has attention in each of its "
              + layers
              + " layers; expected True or as many of it, found "
              + PickleValues.describe(attention));
    }
  }
}
