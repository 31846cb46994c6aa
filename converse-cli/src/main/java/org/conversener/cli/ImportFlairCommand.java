package org.conversener.cli;

import java.nio.file.Path;
import org.conversener.flair.FlairImport;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code converse import flair}: a tagger or a language model of Flair in, a model out. */
@Command(
    name = "flair",
    description = {
      "Import what Flair saved (.pt); what it is, the file tells. Nothing in it is run.",
      "A sequence tagger of word vectors and character language models becomes a tagger for"
          + " 'converse tag', which gives Flair's tags, or for --teacher. A character language model"
          + " becomes one for --embedding charlm:DIR; it reads in one direction, so the forward and"
          + " the backward model of a language are imported into a directory each."
    })
final class ImportFlairCommand extends Verb {
  @Parameters(
      paramLabel = "FILE",
      description =
          "The tagger, such as final-model.pt, or the language model, such as best-lm.pt.")
  private Path source = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The model's directory.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace the model found in --out.")
  private boolean isOverwriting;

  ImportFlairCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    OutputFolder folder = OutputFolder.check(out, false, isOverwriting);
    record.path("source", source);
    try (FlairImport.Imported imported = FlairImport.read(source)) {
      console.sayAll(imported.notices());
      record.measured("flair", imported.settings());
      record.measured("notices", imported.notices());
      Provenance from =
          new Provenance(Provenance.NONE.corpora(), Provenance.NONE.scores(), record.finish());
      ModelDirectory model = Writing.out(() -> save(imported, folder.path(), from));
      console.out().println("model " + out + " " + model.identity());
    }
    return Failure.DONE;
  }

  private static ModelDirectory save(FlairImport.Imported imported, Path out, Provenance from)
      throws Exception {
    if (imported instanceof FlairImport.OfTagger read) {
      return Models.save(read.tagger(), null, out, true, from);
    }
    if (imported instanceof FlairImport.OfLanguageModel read) {
      return Models.save(read.model(), out, true, from);
    }
    throw new IllegalStateException("no model is " + imported);
  }
}
