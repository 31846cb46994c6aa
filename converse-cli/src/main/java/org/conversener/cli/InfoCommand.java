package org.conversener.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.model.ModelDirectory;
import org.conversener.model.ModelManifest;
import org.conversener.tensor.Natives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code converse info}: versions, machine and settings; or what a model is. */
@Command(
    name = "info",
    description = "Versions, machine and settings; with --model, what a model is.")
final class InfoCommand extends Verb {
  @Option(names = "--model", paramLabel = "DIR", description = "Describe this model.")
  private @Nullable Path model;

  InfoCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    if (model != null) {
      describe(ModelDirectory.open(model));
      return Failure.DONE;
    }
    section("versions", RunRecord.versions());
    section("machine", RunRecord.machine());
    section("settings", Natives.settings());
    section("trials", Natives.trials());
    list("warnings", Natives.warnings());
    list("libraries", Natives.mappedLibraries());
    return Failure.DONE;
  }

  private void describe(ModelDirectory directory) {
    ModelManifest manifest = directory.manifest();
    console.sayAll(directory.notices());
    console.out().println("kind: " + manifest.kind());
    console.out().println("path: " + directory.path());
    console.out().println("identity: " + directory.identity());
    console.out().println("converse: " + manifest.converseVersion());
    console.out().println("seed: " + manifest.seed());
    console.out().println("config:");
    for (var field : manifest.config().properties()) {
      console.out().println("  " + field.getKey() + ": " + field.getValue());
    }
    section("corpora", manifest.corpora());
    section("scores", manifest.scores());
    list(
        "files",
        manifest.files().stream()
            .map(file -> String.format(Locale.ROOT, "%s (%,d bytes)", file.name(), file.size()))
            .toList());
    list(
        "references",
        manifest.references().stream()
            .map(reference -> reference.name() + " at " + reference.path())
            .toList());
  }

  private void section(String title, Map<String, ?> values) {
    console.out().println(title + ":");
    values.forEach((name, value) -> console.out().println("  " + name + ": " + value));
  }

  private void list(String title, List<String> values) {
    console.out().println(title + ":" + (values.isEmpty() ? " none" : ""));
    values.forEach(value -> console.out().println("  " + value));
  }
}
