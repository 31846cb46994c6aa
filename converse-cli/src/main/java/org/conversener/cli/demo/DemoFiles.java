package org.conversener.cli.demo;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.conversener.cli.demo.world.DemoWorld;
import org.conversener.cli.demo.world.LabelledSentence;
import org.conversener.cli.demo.world.ParallelSentence;
import org.conversener.cli.demo.world.TeacherSentence;
import org.conversener.corpus.AtomicFile;
import org.conversener.corpus.SentencePair;
import org.conversener.text.Sentence;
import org.conversener.text.TagScheme;

/** Writes the demo world as the files a user of Converse would have. */
final class DemoFiles {
  private DemoFiles() {}

  /** Parallel text as lines; the words are joined by single spaces. */
  static List<SentencePair> pairs(List<ParallelSentence> sentences) {
    return sentences.stream()
        .map(s -> new SentencePair(String.join(" ", s.source()), String.join(" ", s.english())))
        .toList();
  }

  /** Writes {@code parallel.train.tsv} and so on. */
  static void write(DemoWorld world, Path folder) throws IOException {
    writePairs(folder.resolve("parallel.train.tsv"), pairs(world.parallelTrain()));
    writePairs(folder.resolve("parallel.valid.tsv"), pairs(world.parallelValid()));
    writeConll(folder.resolve("teacher.train.conll"), english(world.teacherTrain()));
    writeConll(folder.resolve("teacher.dev.conll"), english(world.teacherDev()));
    writeConll(folder.resolve("teacher.test.conll"), english(world.teacherTest()));
    writeConll(folder.resolve("train.conll"), source(world.train()));
    writeConll(folder.resolve("dev.conll"), source(world.dev()));
    writeConll(folder.resolve("test.conll"), source(world.test()));
  }

  private static List<Sentence> english(List<TeacherSentence> sentences) {
    return sentences.stream().map(TeacherSentence::sentence).toList();
  }

  private static List<Sentence> source(List<LabelledSentence> sentences) {
    return sentences.stream().map(LabelledSentence::source).toList();
  }

  private static void writePairs(Path file, List<SentencePair> pairs) throws IOException {
    AtomicFile.writeText(
        file,
        out -> {
          for (SentencePair pair : pairs) {
            out.write(pair.source() + "\t" + pair.target() + "\n");
          }
        });
  }

  private static void writeConll(Path file, List<Sentence> sentences) throws IOException {
    AtomicFile.writeText(
        file,
        out -> {
          for (Sentence sentence : sentences) {
            writeSentence(out, sentence);
          }
        });
  }

  private static void writeSentence(Writer out, Sentence sentence) throws IOException {
    List<String> tags = TagScheme.BIO.encode(sentence.entities(), sentence.length());
    for (int i = 0; i < sentence.length(); i++) {
      out.write(sentence.words().get(i) + " " + tags.get(i) + "\n");
    }
    out.write("\n");
  }

  /** Deletes a folder with all it holds, if it is there. */
  static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
