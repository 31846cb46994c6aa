package org.conversener.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.conversener.corpus.AtomicFile;
import org.conversener.experiment.Report;
import org.conversener.experiment.ResultTable;
import org.conversener.tensor.Natives;
import org.conversener.training.Progress;

/**
 * Runs the chain for each language, side by side, one core each: networks this small gain nothing
 * from two. What a language computes does not depend on the other.
 */
public final class Demo {
  /** A file that shows that a folder holds a demo. */
  public static final String MARKER = "demo.txt";

  private final DemoSettings settings;
  private final Path out;
  private final Progress progress;

  /** A demo that writes into a folder. */
  public Demo(DemoSettings settings, Path out, Progress progress) {
    this.settings = settings;
    this.out = out;
    this.progress = progress;
  }

  /** Runs everything; the files are in the output folder afterwards. */
  public ResultTable run() throws Exception {
    Files.createDirectories(out);
    AtomicFile.writeText(
        out.resolve(MARKER),
        writer -> writer.write("Written by 'converse demo', which replaces it when run again.\n"));
    List<LanguageDemo> languages = new ArrayList<>();
    for (String language : settings.languages()) {
      Path folder = out.resolve(language);
      DemoFiles.deleteFolder(folder);
      languages.add(
          new LanguageDemo(language, settings, folder, new SharedProgress(progress, language)));
    }
    runAll(languages);
    ResultTable table = new ResultTable();
    Report report = new Report("Converse demo");
    for (LanguageDemo language : languages) {
      table.addAll(language.table());
      report.append(language.report());
    }
    report.text("Results", "F1 on test in percent, mean and deviation over seeds.").table(table);
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    AtomicFile.writeText(
        out.resolve("results.json"),
        writer -> writer.write(json.writeValueAsString(table.toMap())));
    AtomicFile.writeText(out.resolve("index.html"), writer -> writer.write(report.toHtml()));
    return table;
  }

  private static void runAll(List<LanguageDemo> languages) throws Exception {
    int threads = Natives.threads();
    Natives.threads(1);
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, languages.size()));
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (LanguageDemo language : languages) {
        runs.add(
            workers.submit(
                () -> {
                  Natives.threads(1);
                  language.run();
                  return language;
                }));
      }
      for (Future<?> run : runs) {
        var unused = run.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      // After an interrupt the workers stop at their next batch.
      workers.shutdownNow();
      var unused = workers.awaitTermination(1, TimeUnit.MINUTES);
      Natives.threads(threads);
    }
  }
}
