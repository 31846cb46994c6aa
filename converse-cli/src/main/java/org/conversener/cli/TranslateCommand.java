package org.conversener.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.text.MosesDetokenizer;
import org.conversener.transfer.LayerChoice;
import org.conversener.transfer.TransferOptions;
import org.conversener.translation.AlignmentRule;
import org.conversener.translation.AttentionAligner;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.Decoding;
import org.conversener.translation.LayerAttention;
import org.conversener.translation.Products;
import org.conversener.translation.Translation;
import org.conversener.translation.Translator;
import org.conversener.translation.WordAttention;
import org.conversener.translation.WordMatrix;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code converse translate}: a sentence a line in, English a line out, attention beside it. */
@Command(
    name = "translate",
    description = {
      "Translate stdin, a sentence a line, into English on stdout.",
      "Source words are what white space parts (every character for a character translator). An"
          + " empty line gives an empty line. With --nbest N each sentence gives exactly N lines,"
          + " TRANSLATION TAB SCORE, best first, empty where fewer were found."
    })
final class TranslateCommand extends Verb {
  /** Lines translated together; more find more sentences of their length, and need more memory. */
  private static final int PORTION = 2000;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The translator.")
  private Path model = Path.of("");

  @Mixin private final DecodingArguments search = new DecodingArguments();

  @Mixin private final TranslatorArguments asked = new TranslatorArguments();

  @Option(
      names = "--products",
      paramLabel = "KIND",
      description =
          "Multiply matrices in FLOAT32 or in BFLOAT16, which is up to twice as fast on processors"
              + " that know it and slow on others (default: as the translator was trained).")
  private @Nullable Products products;

  @Option(names = "--nbest", paramLabel = "N", description = "Translations of each (default: 1).")
  private int best = 1;

  @Option(
      names = "--prefix",
      description = "Lines are SENTENCE TAB START: each translation starts with its START.")
  private boolean isPrefixed;

  @Option(
      names = "--attention",
      paramLabel = "FILE",
      description =
          "Write a JSON object a line: source, target, and layers x source words x target words.")
  private @Nullable Path attentionFile;

  @Option(
      names = "--alignment",
      paramLabel = "FILE",
      description =
          "Write the links of each sentence on a line, source word i and English word j as i-j,"
              + " counted from 0 (Pharaoh format).")
  private @Nullable Path alignmentFile;

  @Option(
      names = "--align",
      paramLabel = "RULE",
      description = {
        "Which words --alignment links: by-target, each English word and its strongest source word;"
            + " by-source, each source word and its strongest English word; intersection, union or"
            + " grow-diag-final of the two; or threshold:X, all words with a weight of at least X"
            + " (default: by-target)."
      })
  private @Nullable String align;

  @Mixin private final AttentionArguments attention = new AttentionArguments();

  @Option(
      names = "--layer",
      paramLabel = "LAYER",
      description = "The layer of --alignment: first, last, a number or mean (default: last).")
  private @Nullable String layer;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of a computation.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private final MosesDetokenizer detokenizer = new MosesDetokenizer("en");
  private long lines;
  private long emptyLines;
  private long windowed;
  private long untranslated;

  TranslateCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    Decoding decoding = search.decoding();
    if (best < 1 || best > decoding.beam()) {
      throw new IllegalArgumentException(
          "--nbest: expected 1 to the beam, " + decoding.beam() + ", found " + best);
    }
    Map<String, String> given = new LinkedHashMap<>(attention.given());
    given.put("layer", layer == null ? "last" : layer);
    TransferOptions options = TransferOptions.fromMap(given);
    if (options.layer().kind() == LayerChoice.Kind.MIX) {
      throw new IllegalArgumentException(
          "--layer mix is learned with a tagger; expected first, last, a number or mean");
    }
    if (align != null && alignmentFile == null) {
      throw new IllegalArgumentException(
          "--align says which links are written; expected --alignment FILE beside it");
    }
    if (layer != null && alignmentFile == null) {
      console.say("--layer does nothing without --alignment: --attention shows every layer");
    }
    if (attentionFile != null && attentionFile.equals(alignmentFile)) {
      throw new IllegalArgumentException(
          "--attention and --alignment: expected two files, found " + attentionFile + " twice");
    }
    AlignmentRule rule = align == null ? AlignmentRule.BY_TARGET : AlignmentRule.parse(align);
    ModelDirectory directory = ModelDirectory.open(model);
    console.sayAll(directory.notices());
    console.startNatives(threads);
    try (Translator owner = Models.loadTranslator(directory, products);
        LineReader in = TextFiles.opened(console.in(), "<stdin>")) {
      Translator loaded = asked.applied(owner);
      options.layer().check(loaded.layers());
      Decoder translator = decoder(loaded, decoding);
      writeTo(
          attentionFile,
          attentions ->
              writeTo(
                  alignmentFile,
                  alignments ->
                      translate(loaded, translator, in, options, rule, attentions, alignments)));
    }
    if (lines == 0) {
      console.say("<stdin> holds no line: there is nothing to translate");
    }
    tell(emptyLines, "empty lines gave empty lines");
    tell(windowed, "long sentences were translated in parts (--window)");
    tell(untranslated, "sentences have an empty translation");
    return Failure.DONE;
  }

  /** What gives the best translations of each sentence, best first. */
  private Decoder decoder(Translator loaded, Decoding decoding) {
    if (loaded instanceof ConvTranslator conv) {
      ConvTranslator translator = conv.with(decoding);
      return (sentences, starts) -> translator.translateAll(sentences, starts, best);
    }
    if (search.isGiven() || isPrefixed || best > 1) {
      throw new IllegalArgumentException(
          "--beam, --lenpen, --nbest, --prefix and the like are for translators that search; the"
              + " gloss translator "
              + model
              + " has one translation of each sentence");
    }
    return (sentences, starts) -> loaded.translateAll(sentences).stream().map(List::of).toList();
  }

  /** Sentences, and the English with which each translation starts, to the best translations. */
  @FunctionalInterface
  private interface Decoder {
    List<List<Translation>> translate(List<List<String>> sentences, List<String> starts);
  }

  private void tell(long count, String what) {
    if (count > 0) {
      console.say(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }

  /** Writes a file whole or not at all; what is meant for no file goes nowhere. */
  private static void writeTo(@Nullable Path file, AtomicFile.TextWriter writer)
      throws IOException {
    if (file == null) {
      writer.write(Writer.nullWriter());
      return;
    }
    try {
      AtomicFile.writeText(file, writer);
    } catch (Writing.CannotWriteException e) {
      throw e;
    } catch (IOException e) {
      throw new Writing.CannotWriteException(e);
    }
  }

  private void translate(
      Translator translator,
      Decoder decoder,
      LineReader in,
      TransferOptions options,
      AlignmentRule rule,
      Writer attentions,
      Writer alignments)
      throws IOException {
    Portion read;
    do {
      read = some(translator, in);
      lines += read.lines.size();
      List<Line> full = read.lines.stream().filter(line -> !line.words.isEmpty()).toList();
      Iterator<List<Translation>> answers =
          decoder
              .translate(
                  full.stream().map(Line::words).toList(), full.stream().map(Line::start).toList())
              .iterator();
      for (Line line : read.lines) {
        List<String> words = line.words;
        List<Translation> found = words.isEmpty() ? List.of() : answers.next();
        print(found);
        List<LayerAttention> layers = List.of();
        if (words.isEmpty()) {
          emptyLines++;
        } else {
          Translation first = found.get(0);
          boolean isWindowed = first.windows().size() > 1 && translator instanceof ConvTranslator;
          windowed += isWindowed ? 1 : 0;
          untranslated += first.target().isEmpty() ? 1 : 0;
          boolean isWanted = attentionFile != null || alignmentFile != null;
          layers = isWanted ? WordAttention.layers(first, options.attention()) : List.of();
        }
        if (attentionFile != null) {
          attentions.write(attentionLine(words, found, layers));
        }
        if (alignmentFile != null) {
          alignments.write(alignmentLine(layers, options.layer(), rule));
        }
      }
      console.out().flush();
      if (read.failure != null) {
        throw read.failure;
      }
    } while (!read.lines.isEmpty());
  }

  /**
   * A line.
   *
   * @param words of the source sentence
   * @param start the English with which its translation starts; blank for none
   */
  private record Line(List<String> words, String start) {}

  /**
   * Some lines.
   *
   * @param failure what is wrong with the line behind them, or null
   */
  private record Portion(List<Line> lines, @Nullable BadDataException failure) {}

  /**
   * The next lines: as many as there are without waiting, so that a person who types is answered.
   */
  private Portion some(Translator translator, LineReader in) throws IOException {
    List<Line> some = new ArrayList<>();
    try {
      do {
        String line = in.next();
        if (line == null) {
          break;
        }
        some.add(line(translator, line, in));
      } while (some.size() < PORTION && in.isReady());
    } catch (BadDataException e) {
      return new Portion(some, e);
    }
    return new Portion(some, null);
  }

  private Line line(Translator translator, String line, LineReader in) {
    int tab = isPrefixed ? line.indexOf('\t') : -1;
    List<String> words = translator.words(tab < 0 ? line : line.substring(0, tab));
    String start = tab < 0 ? "" : line.substring(tab + 1);
    if (!words.isEmpty() && translator instanceof ConvTranslator conv && isPrefixed) {
      try {
        conv.with(search.decoding()).checkStart(words, start);
      } catch (IllegalArgumentException e) {
        throw in.bad(String.valueOf(e.getMessage()));
      }
    }
    return new Line(words, start);
  }

  private void print(List<Translation> found) {
    for (int i = 0; i < best; i++) {
      if (i < found.size()) {
        console.out().print(detokenizer.detokenize(found.get(i).target()));
        if (best > 1) {
          console.out().printf(Locale.ROOT, "\t%.4f", found.get(i).score());
        }
      }
      console.out().print('\n');
    }
  }

  private static String attentionLine(
      List<String> words, List<Translation> found, List<LayerAttention> layers) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("source", words);
    line.put("target", found.isEmpty() ? List.of() : found.get(0).target());
    List<float[][]> matrices = new ArrayList<>();
    for (LayerAttention layer : layers) {
      WordMatrix matrix = layer.weights();
      float[][] rows = new float[matrix.rows()][matrix.columns()];
      for (int i = 0; i < matrix.rows(); i++) {
        for (int j = 0; j < matrix.columns(); j++) {
          rows[i][j] = matrix.at(i, j);
        }
      }
      matrices.add(rows);
    }
    line.put("layers", matrices);
    return Json.line(line);
  }

  private static String alignmentLine(
      List<LayerAttention> layers, LayerChoice choice, AlignmentRule rule) {
    return layers.isEmpty() ? "\n" : AttentionAligner.align(choice.of(layers), rule) + "\n";
  }
}
