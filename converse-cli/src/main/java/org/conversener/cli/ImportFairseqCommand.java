package org.conversener.cli;

import java.nio.file.Path;
import org.conversener.model.ModelDirectory;
import org.conversener.model.Models;
import org.conversener.model.Provenance;
import org.conversener.translation.ConvTranslator;
import org.conversener.translation.FairseqImport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code converse import fairseq}: a checkpoint and its dictionaries in, a translator out. */
@Command(
    name = "fairseq",
    description =
        "Import a convolutional translator (fconv) that fairseq 0.5 to 0.10 trained. Nothing in the"
            + " checkpoint is run.")
final class ImportFairseqCommand extends Verb {
  @Parameters(paramLabel = "FILE", description = "The checkpoint, such as checkpoint_best.pt.")
  private Path checkpoint = Path.of("");

  @Option(
      names = "--source-dict",
      required = true,
      paramLabel = "FILE",
      description = "Its dictionary of the source, such as dict.de.txt.")
  private Path sourceDictionary = Path.of("");

  @Option(
      names = "--target-dict",
      required = true,
      paramLabel = "FILE",
      description = "Its dictionary of English, such as dict.en.txt.")
  private Path targetDictionary = Path.of("");

  @Option(
      names = "--bpe-codes",
      paramLabel = "FILE",
      description =
          "The merges the source was cut by (subword-nmt, version 0.2); without them words stay"
              + " whole.")
  private @Nullable Path codes;

  @Option(
      names = "--source-language",
      paramLabel = "CODE",
      description =
          "Whose tokenisation rules apply: es, de, .. (default: what the checkpoint says).")
  private @Nullable String sourceLanguage;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description =
          "Subwords of the longest source sentence in training; longer ones are translated in parts"
              + " (default: what fairseq's recipes leave in, 251, or 176 for fconv_iwslt_de_en).")
  private @Nullable Integer longest;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The model's directory.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace the model found in --out.")
  private boolean isOverwriting;

  ImportFairseqCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    RunRecord record = new RunRecord(console);
    OutputFolder folder = OutputFolder.check(out, false, isOverwriting);
    record.path("checkpoint", checkpoint);
    record.path("source-dict", sourceDictionary);
    record.path("target-dict", targetDictionary);
    record.path("bpe-codes", codes);
    try (FairseqImport.Imported imported =
        FairseqImport.read(
            new FairseqImport.Source(
                checkpoint, sourceDictionary, targetDictionary, codes, sourceLanguage, longest))) {
      console.sayAll(imported.notices());
      record.measured("fairseq", imported.settings());
      record.measured("notices", imported.notices());
      Provenance from =
          new Provenance(Provenance.NONE.corpora(), Provenance.NONE.scores(), record.finish());
      ConvTranslator translator = imported.translator();
      ModelDirectory model = Writing.out(() -> Models.save(translator, folder.path(), true, from));
      console.out().println("model " + out + " " + model.identity());
    }
    return Failure.DONE;
  }
}
