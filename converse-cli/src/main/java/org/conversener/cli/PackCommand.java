package org.conversener.cli;

import java.nio.file.Path;
import org.conversener.model.ModelDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse pack}: a model and all it needs into one directory. */
@Command(
    name = "pack",
    description =
        "Copy a model, with the translator and teacher it needs, into one directory that can be"
            + " moved and deployed.")
final class PackCommand extends Verb {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "What to copy.")
  private Path model = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The copy.")
  private Path out = Path.of("");

  @Option(names = "--overwrite", description = "Replace the model found in --out.")
  private boolean isOverwriting;

  PackCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    // Read before, so that what is missing counts as missing input and not as failure to write.
    ModelDirectory source = ModelDirectory.open(model);
    console.sayAll(source.notices());
    for (var reference : source.manifest().references()) {
      var unused = source.openReference(reference.name());
    }
    ModelDirectory packed =
        Writing.out(() -> ModelDirectory.pack(source.path(), out, isOverwriting));
    console.out().println("packed " + out + " " + packed.identity());
    return Failure.DONE;
  }
}
