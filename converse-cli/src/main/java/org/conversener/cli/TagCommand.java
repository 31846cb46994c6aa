package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.conversener.corpus.BadDataException;
import org.conversener.corpus.ConllFormat;
import org.conversener.corpus.LineReader;
import org.conversener.corpus.TextFiles;
import org.conversener.model.LoadedTagger;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;
import org.conversener.text.TagScheme;
import org.conversener.translation.SourceUnits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse tag}: sentences in, the same sentences with their entities out. */
@Command(
    name = "tag",
    description = {
      "Tag stdin; the result goes to stdout.",
      "conll: a word a line, in the first column; every line comes back, with the predicted tag"
          + " (BIO) as one more column. text: a sentence a line, which is cut into words. jsonl:"
          + " {\"id\"?, \"tokens\":[..]} or {\"id\"?, \"text\":\"..\"} a line, answered by"
          + " {\"id\"?, \"tokens\", \"tags\", \"entities\":[{\"type\", \"start\", \"end\","
          + " \"confidence\"}]}, end exclusive; other keys are not read."
    })
final class TagCommand extends Verb {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "The tagger.")
  private Path model = Path.of("");

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "conll, text or jsonl (default: conll).")
  private String inputFormat = "conll";

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description = "conll or jsonl (default: jsonl for jsonl, else conll).")
  private @Nullable String outputFormat;

  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      description = "Where the token stands in conll, such as _,token (default: first).")
  private String columns = "";

  @Option(
      names = "--strip-segment-digit",
      description = "The token column holds a character and a digit, as in Weibo.")
  private boolean stripsSegmentDigit;

  @Option(
      names = "--tokeniser",
      paramLabel = "NAME",
      description = "How text is cut: moses, characters or whitespace (default: moses).")
  private String tokeniser = "moses";

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "Whose rules moses follows: en, es, de, .. (default: other).")
  private String language = "other";

  @Option(names = "--threads", paramLabel = "N", description = "Threads of a computation.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private long emptySentences;
  private long boundaries;
  private long answered;

  TagCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    checkFormat("--input-format", inputFormat, List.of("conll", "text", "jsonl"));
    String format = outputFormat == null ? defaultFormat() : outputFormat;
    checkFormat("--output-format", format, List.of("conll", "jsonl"));
    Function<String, List<String>> tokenise = tokenise();
    ConllFormat conll =
        ConllFormat.UNLABELLED.withColumns(columns).withSegmentDigit(stripsSegmentDigit);
    ModelDirectory directory = ModelDirectory.open(model);
    console.sayAll(directory.notices());
    console.startNatives(threads);
    try (LoadedTagger loaded = Models.loadTagger(directory, Models.KnowledgeKeeper.inMemory());
        LineReader lines = TextFiles.opened(console.in(), "<stdin>")) {
      boolean isConllOut = format.equals("conll");
      TagQueue queue = new TagQueue(loaded.tagger(), console.out());
      try {
        if (inputFormat.equals("conll")) {
          tagConll(queue, new ConllPassage(lines, conll), isConllOut);
        } else {
          tagLines(queue, lines, tokenise, isConllOut);
        }
      } catch (BadDataException e) {
        queue.answer(); // to what came before
        throw e;
      }
    }
    tell(emptySentences, "empty sentences have no tags");
    tell(boundaries, "-DOCSTART- lines dropped: jsonl has no place for a document's boundary");
    if (answered == 0) {
      console.say("<stdin> holds no sentence: there is nothing to tag");
    }
    return Failure.DONE;
  }

  private void tell(long count, String what) {
    if (count > 0) {
      console.say(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }

  private String defaultFormat() {
    return inputFormat.equals("jsonl") ? "jsonl" : "conll";
  }

  private static void checkFormat(String option, String found, List<String> valid) {
    if (!valid.contains(found)) {
      throw new IllegalArgumentException(
          option + ": expected one of " + String.join(", ", valid) + ", found " + found);
    }
  }

  private Function<String, List<String>> tokenise() {
    MosesTokenizer moses = new MosesTokenizer(language);
    return switch (tokeniser) {
      case "moses" -> moses::tokenize;
      case "characters" -> Characters::split;
      case "whitespace" -> SourceUnits.BPE::words;
      default ->
          throw new IllegalArgumentException(
              "--tokeniser: expected moses, characters or whitespace, found " + tokeniser);
    };
  }

  private void tagConll(TagQueue queue, ConllPassage passage, boolean isConllOut)
      throws IOException {
    List<ConllPassage.Line> sentence = new ArrayList<>();
    ConllPassage.Line line;
    do {
      line = passage.next();
      if (line != null && line.token() != null) {
        sentence.add(line);
        continue;
      }
      if (!sentence.isEmpty()) {
        add(queue, List.copyOf(sentence), isConllOut);
        sentence.clear();
        answered++;
      }
      if (line != null && !line.isBlank() && !isConllOut) {
        boundaries++;
      }
      if (line != null && isConllOut) {
        // A blank line, or a document's boundary, which is outside of every entity.
        queue.add(line.isBlank() ? "\n" : row(line, TagScheme.OUTSIDE));
      }
      if (queue.isFull() || !passage.isReady()) {
        queue.answer();
      }
    } while (line != null);
  }

  private static void add(TagQueue queue, List<ConllPassage.Line> sentence, boolean isConllOut) {
    List<String> words = new ArrayList<>();
    for (ConllPassage.Line line : sentence) {
      if (line.token() != null) {
        words.add(line.token());
      }
    }
    queue.add(
        words,
        tagging ->
            isConllOut
                ? rows(sentence, tagging.tags())
                : new JsonSentence(null, words).answer(tagging));
  }

  private static String rows(List<ConllPassage.Line> sentence, List<String> tags) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < tags.size(); i++) {
      rows.append(row(sentence.get(i), tags.get(i)));
    }
    return rows.toString();
  }

  private static String row(ConllPassage.Line line, String tag) {
    return String.join(line.separator(), line.columns()) + line.separator() + tag + "\n";
  }

  private void tagLines(
      TagQueue queue, LineReader lines, Function<String, List<String>> tokenise, boolean isConllOut)
      throws IOException {
    for (String line = lines.next(); line != null; line = lines.next()) {
      JsonSentence sentence =
          inputFormat.equals("jsonl")
              ? JsonSentence.read(line, lines, tokenise)
              : new JsonSentence(null, tokenise.apply(line));
      answered++;
      if (isConllOut) {
        checkForConll(sentence.words(), lines);
      }
      if (sentence.words().isEmpty()) {
        emptySentences++;
        queue.add(isConllOut ? "\n" : sentence.answer(null));
      } else {
        queue.add(
            sentence.words(),
            tagging ->
                isConllOut ? asConll(sentence.words(), tagging.tags()) : sentence.answer(tagging));
      }
      if (queue.isFull() || !lines.isReady()) {
        queue.answer();
      }
    }
  }

  private static void checkForConll(List<String> words, LineReader lines) {
    for (String word : words) {
      if (word.matches("(?s).*[\\t\\n\\r].*")) {
        throw lines.bad(
            "a token holds a TAB or a line end, which conll cannot show; use --output-format"
                + " jsonl");
      }
      if (word.equals(ConllPassage.DOCSTART)) {
        throw lines.bad(
            "a token is "
                + ConllPassage.DOCSTART
                + ", which conll reads as a document's boundary; use --output-format jsonl");
      }
    }
  }

  private static String asConll(List<String> words, List<String> tags) {
    StringBuilder text = new StringBuilder();
    // A token of jsonl may hold a space; TAB then parts it from its tag.
    String separator = words.stream().anyMatch(word -> word.indexOf(' ') >= 0) ? "\t" : " ";
    for (int i = 0; i < words.size(); i++) {
      text.append(words.get(i)).append(separator).append(tags.get(i)).append('\n');
    }
    return text.append('\n').toString();
  }
}
