package org.conversener.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.conversener.cli.demo.world.DemoWorld;
import org.conversener.cli.demo.world.ParallelSentence;
import org.conversener.cli.demo.world.TeacherSentence;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;

/** A little of the demo world as files, and models trained on it for a moment; made once. */
final class TinyWorld {
  private static final int PAIRS = 150;
  private static final int SENTENCES = 30;

  /** The folder of all files. */
  static final Path FOLDER = folder();

  private static boolean isMade;

  private TinyWorld() {}

  private static Path folder() {
    try {
      return Files.createTempDirectory("converse-cli-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file or a model: {@code train.conll}, {@code translator}, {@code can}, .. */
  static synchronized Path of(String name) {
    if (!isMade) {
      make();
      isMade = true;
    }
    return FOLDER.resolve(name);
  }

  private static void make() {
    DemoWorld world = DemoWorld.generate("es", 7);
    write("train.conll", world.train().stream().map(s -> s.source()).toList());
    write("dev.conll", world.dev().stream().map(s -> s.source()).toList());
    write("test.conll", world.test().stream().map(s -> s.source()).toList());
    write(
        "teacher-train.conll",
        world.teacherTrain().stream().map(TeacherSentence::sentence).toList());
    write("teacher-dev.conll", world.teacherDev().stream().map(TeacherSentence::sentence).toList());
    writePairs("bitext.tsv", world.parallelTrain());
    writePairs("valid.tsv", world.parallelValid().subList(0, 20));
    write(
        "translator.yml",
        "encoder: 1*16x3\ndecoder: 2*16x3\nembedding: 16\noutputEmbedding: 16\nbpe: 60\nepochs: 2\n");
    write("tagger.yml", "hidden: 6\nreprojection: 8\nepochs: 2\nbatchSize: 8\n");
    Cli.done(translator("translator"));
    Cli.done(
        "train",
        "tagger",
        "--train",
        FOLDER.resolve("teacher-train.conll"),
        "--dev",
        FOLDER.resolve("teacher-dev.conll"),
        "--embedding",
        "char:6",
        "--config",
        FOLDER.resolve("tagger.yml"),
        "--threads",
        1,
        "--out",
        FOLDER.resolve("teacher"));
    Cli.done(can("can", "store"));
  }

  /** A command that trains a translator. */
  static Object[] translator(String out, Object... more) {
    return joined(
        List.of(
            "train",
            "translator",
            "--bitext",
            FOLDER.resolve("bitext.tsv"),
            "--valid",
            FOLDER.resolve("valid.tsv"),
            "--preset",
            "tiny",
            "--source-language",
            "es",
            "--config",
            FOLDER.resolve("translator.yml"),
            "--threads",
            1,
            "--out",
            FOLDER.resolve(out)),
        more);
  }

  /** A command that trains a baseline. */
  static Object[] baseline(String out, Object... more) {
    return joined(
        List.of(
            "train",
            "tagger",
            "--train",
            FOLDER.resolve("train.conll"),
            "--dev",
            FOLDER.resolve("dev.conll"),
            "--test",
            FOLDER.resolve("test.conll"),
            "--embedding",
            "char:6",
            "random:5",
            "--config",
            FOLDER.resolve("tagger.yml"),
            "--threads",
            1,
            "--out",
            FOLDER.resolve(out)),
        more);
  }

  /** A command that trains a tagger with carried features. */
  static Object[] can(String out, String store, Object... more) {
    Object[] base =
        baseline(
            out,
            "--translator",
            FOLDER.resolve("translator"),
            "--teacher",
            FOLDER.resolve("teacher"),
            "--store",
            FOLDER.resolve(store));
    return joined(List.of(base), more);
  }

  private static Object[] joined(List<Object> base, Object... more) {
    List<Object> all = new ArrayList<>(base);
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static void write(String name, List<Sentence> sentences) {
    StringBuilder text = new StringBuilder();
    for (Sentence sentence : sentences.subList(0, Math.min(SENTENCES, sentences.size()))) {
      List<String> tags = TagScheme.BIO.encode(sentence.entities(), sentence.length());
      for (int i = 0; i < tags.size(); i++) {
        text.append(sentence.words().get(i)).append(' ').append(tags.get(i)).append('\n');
      }
      text.append('\n');
    }
    write(name, text.toString());
  }

  private static void writePairs(String name, List<ParallelSentence> pairs) {
    StringBuilder text = new StringBuilder();
    for (ParallelSentence pair : pairs.subList(0, Math.min(PAIRS, pairs.size()))) {
      text.append(String.join(" ", pair.source()))
          .append('\t')
          .append(String.join(" ", pair.english()))
          .append('\n');
    }
    write(name, text.toString());
  }

  /** Writes a file into the folder. */
  static Path write(String name, String text) {
    try {
      return Files.writeString(FOLDER.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
