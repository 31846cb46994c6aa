package org.conversener.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.conversener.tensor.CorruptFileException;

/**
 * A model on disk whose files were found to be what they were when it was written.
 *
 * @param path the real place of the directory
 * @param manifest what its {@code model.json} says
 * @param notices what a person should know, such as files that do not belong to the model
 */
public record ModelDirectory(Path path, ModelManifest manifest, List<String> notices) {
  /** The file that makes a directory one of Converse's. */
  public static final String MANIFEST = "model.json";

  private static final String RUN = "run.json";
  private static final String CHECKPOINT = "checkpoint";

  /** Copies the list. */
  public ModelDirectory {
    notices = List.copyOf(notices);
  }

  /** Writes the files of a model. */
  public interface Writer {
    /**
     * Writes into an empty folder, and describes what was written. The folder is not yet where the
     * model will be. Files named {@code checkpoint*} do not become part of the model.
     */
    ModelDraft write(Path folder) throws IOException;
  }

  /**
   * Makes a model; it appears as a whole or not at all. Files named {@code checkpoint*} that stand
   * in its directory stay there: they are of the run that made it, which may be resumed.
   *
   * @param out its directory
   * @param isOverwriting whether a model that is there may be replaced
   * @throws IllegalArgumentException if the directory is not empty and may not be replaced, or
   *     holds no model and so must not
   */
  public static ModelDirectory create(Path out, boolean isOverwriting, Writer writer)
      throws IOException {
    Path place = AtomicFolder.realPlace(out);
    AtomicFolder.create(
        out,
        isOverwriting,
        folder -> {
          ModelDraft draft = writer.write(folder);
          List<ModelManifest.Reference> references = references(place, draft);
          ModelManifest manifest =
              new ModelManifest(
                  draft.kind(),
                  draft.converseVersion(),
                  draft.config(),
                  draft.seed(),
                  draft.corpora(),
                  draft.scores(),
                  measure(folder),
                  references);
          if (draft.run() != null) {
            write(folder.resolve(RUN), ManifestJson.pretty(draft.run()));
          }
          write(folder.resolve(MANIFEST), ManifestJson.write(manifest));
          keepCheckpoints(place, folder);
        });
    return open(out);
  }

  /**
   * Tests presence, size and hash of every file.
   *
   * @throws NoSuchFileException if the directory, its model.json or a file is missing
   * @throws CorruptFileException if model.json breaks a rule, or a file is not what it was
   */
  public static ModelDirectory open(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(directory.toString(), null, "there is no such model directory");
    }
    if (!Files.isRegularFile(directory.resolve(MANIFEST))) {
      throw new NoSuchFileException(
          directory.resolve(MANIFEST).toString(),
          null,
          "expected a model directory, which has a " + MANIFEST);
    }
    ModelManifest manifest = ManifestJson.read(directory.resolve(MANIFEST));
    for (ModelManifest.ModelFile file : manifest.files()) {
      verify(directory, file);
    }
    return new ModelDirectory(directory.toRealPath(), manifest, extras(directory, manifest));
  }

  private static void keepCheckpoints(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(from)) {
      files =
          entries
              .filter(entry -> String.valueOf(entry.getFileName()).startsWith(CHECKPOINT))
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path file : files) {
      Path kept = to.resolve(file.getFileName());
      // A checkpoint of the new run, written by its own hand, is the newer one.
      if (Files.exists(kept)) {
        continue;
      }
      try {
        Files.createLink(kept, file);
      } catch (UnsupportedOperationException | IOException e) {
        Files.copy(file, kept);
      }
    }
  }

  /** What makes this model itself, wherever it lies ({@link ModelManifest#identity}). */
  public String identity() {
    return manifest.identity();
  }

  /**
   * A file of this model.
   *
   * @throws IllegalArgumentException if model.json does not list it
   */
  public Path file(String name) {
    if (manifest.files().stream().noneMatch(file -> file.name().equals(name))) {
      throw new IllegalArgumentException("the model " + path + " has no file " + name);
    }
    return path.resolve(name);
  }

  /** Whether this model needs another under this name. */
  public boolean hasReference(String name) {
    return manifest.references().stream().anyMatch(reference -> reference.name().equals(name));
  }

  /**
   * Opens a model that this one needs, and tests that it is the one that was meant.
   *
   * @throws IllegalArgumentException if model.json names no such reference
   * @throws NoSuchFileException if it is not where it was
   * @throws CorruptFileException if it is damaged, or another model now lies there
   */
  public ModelDirectory openReference(String name) throws IOException {
    ModelManifest.Reference reference =
        manifest.references().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("the model " + path + " refers to no " + name));
    Path place;
    try {
      place = path.resolve(reference.path()).normalize();
    } catch (InvalidPathException e) {
      throw new CorruptFileException(
          path.resolve(MANIFEST), "reference " + name + ": no path: " + reference.path());
    }
    if (!Files.isDirectory(place)) {
      throw new NoSuchFileException(
          place.toString(),
          null,
          "the "
              + name
              + " that the model "
              + path
              + " needs (identity "
              + reference.sha256()
              + ") is not there; put it back, or copy the model with 'converse pack' before moving"
              + " it");
    }
    ModelDirectory model = open(place);
    if (!model.identity().equals(reference.sha256())) {
      throw new CorruptFileException(
          place,
          "the model "
              + path
              + " needs as its "
              + name
              + " the model of identity "
              + reference.sha256()
              + ", found "
              + model.identity()
              + "; put the right one back, or train the model again with this one");
    }
    return model;
  }

  /**
   * Copies a model with all models it needs, and those they need, into one directory that can be
   * moved. The identity stays. Not copied: run.json, checkpoints, files that model.json does not
   * list.
   *
   * @throws IllegalArgumentException if the directory is not empty and may not be replaced
   */
  public static ModelDirectory pack(Path model, Path out, boolean isOverwriting)
      throws IOException {
    ModelDirectory source = open(model);
    AtomicFolder.create(out, isOverwriting, folder -> source.copyInto(folder));
    return open(out);
  }

  private void copyInto(Path folder) throws IOException {
    for (ModelManifest.ModelFile file : manifest.files()) {
      Path copy = folder.resolve(file.name());
      Files.createDirectories(copy.resolveSibling("."));
      Files.copy(path.resolve(file.name()), copy);
      verify(folder, file);
    }
    List<ModelManifest.Reference> inside = new ArrayList<>();
    for (ModelManifest.Reference reference : manifest.references()) {
      Path copy = Files.createDirectory(folder.resolve(reference.name()));
      openReference(reference.name()).copyInto(copy);
      inside.add(
          new ModelManifest.Reference(reference.name(), reference.name(), reference.sha256()));
    }
    write(folder.resolve(MANIFEST), ManifestJson.write(manifest.withReferences(inside)));
  }

  private static List<ModelManifest.Reference> references(Path place, ModelDraft draft) {
    List<ModelManifest.Reference> references = new ArrayList<>();
    for (var entry : draft.references().entrySet()) {
      ModelDirectory model = entry.getValue();
      if (model.path().startsWith(place)) {
        throw new IllegalArgumentException(
            "the "
                + entry.getKey()
                + " lies in "
                + model.path()
                + ", which is replaced by the model that needs it; name another directory");
      }
      references.add(
          new ModelManifest.Reference(
              entry.getKey(), pathTo(place, model.path()), model.identity()));
    }
    return references;
  }

  /** Whether an entry of a directory shows that a model is, or was being, written there. */
  static boolean isOfModel(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.equals(MANIFEST) || name.equals(RUN) || name.startsWith(CHECKPOINT);
  }

  private static void verify(Path directory, ModelManifest.ModelFile expected) throws IOException {
    Path file = directory.resolve(expected.name());
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "the file "
              + expected.name()
              + " of the model "
              + directory
              + " is missing; restore it, or copy the model again");
    }
    String remedy = "; restore the file, copy the model again, or train it again";
    long size = Files.size(file);
    if (size != expected.size()) {
      throw new CorruptFileException(
          file, "expected " + expected.size() + " bytes, found " + size + remedy);
    }
    String hash = Hashes.of(file);
    if (!hash.equals(expected.sha256())) {
      throw new CorruptFileException(
          file, "expected the SHA-256 " + expected.sha256() + ", found " + hash + remedy);
    }
  }

  private static List<ModelManifest.ModelFile> measure(Path folder) throws IOException {
    TreeMap<String, Path> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.filter(path -> !Files.isDirectory(path) && !isOfModel(path))
          .forEach(path -> found.put(folder.relativize(path).toString().replace('\\', '/'), path));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    List<ModelManifest.ModelFile> files = new ArrayList<>();
    for (var entry : found.entrySet()) {
      Path file = entry.getValue();
      files.add(new ModelManifest.ModelFile(entry.getKey(), Files.size(file), Hashes.of(file)));
    }
    return files;
  }

  private static List<String> extras(Path directory, ModelManifest manifest) throws IOException {
    Set<String> known = new HashSet<>();
    manifest.files().forEach(file -> known.add(file.name().split("/", 2)[0]));
    manifest.references().forEach(reference -> known.add(reference.path().split("/", 2)[0]));
    List<String> notices = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries
          .filter(entry -> !isOfModel(entry))
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> !known.contains(name))
          .sorted()
          .forEach(
              name -> notices.add(directory + ": " + name + " is not part of the model; ignored"));
    }
    return notices;
  }

  /** From one real directory to another: relative, so that both can be moved together. */
  private static String pathTo(Path from, Path to) {
    Path root = from.getRoot();
    return root != null && root.equals(to.getRoot())
        ? from.relativize(to).toString().replace('\\', '/')
        : to.toString();
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
