package org.conversener.torchfile;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.conversener.tensor.CorruptFileException;

/**
 * The container since torch 1.6: a ZIP of uncompressed entries in one folder, the object in {@code
 * data.pkl} and each storage in {@code data/}. Nothing is unpacked to a disk.
 */
final class ZipContainer {
  private static final String OBJECT = "/data.pkl";

  private final Path path;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private final Set<String> verified = new HashSet<>();
  private final long size;

  private ZipContainer(Path path, ZipFile zip) throws IOException {
    this.path = path;
    this.zip = zip;
    this.size = Files.size(path);
  }

  static TorchFile.Opened open(Path path, TorchMeaning meaning, long instructions)
      throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException | IllegalArgumentException | EOFException e) {
      throw new CorruptFileException(
          path,
          "a ZIP that is damaged or cut off (" + e.getMessage() + "); fetch or make it again");
    }
    try {
      ZipContainer container = new ZipContainer(path, zip);
      String folder = container.folder();
      container.checkByteOrder(folder);
      Object root = container.object(folder, meaning, instructions);
      container.bindStorages(folder, meaning);
      return new TorchFile.Opened(root, zip);
    } catch (ZipException | IllegalArgumentException | EOFException e) {
      zip.close();
      throw new CorruptFileException(path, "a damaged ZIP: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** Checks every entry; the folder all are in. */
  private String folder() throws IOException {
    String folder = null;
    for (var all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      checkName(entry.getName());
      if (entries.put(entry.getName(), entry) != null) {
        throw bad(entry.getName(), "it is there twice");
      }
      if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
        throw bad(entry.getName(), "it is compressed, which torch never does");
      }
      if (entry.getSize() < 0 || entry.getSize() > size) {
        throw bad(entry.getName(), "it claims " + entry.getSize() + " bytes of a file of " + size);
      }
      String top = entry.getName().substring(0, entry.getName().indexOf('/'));
      if (folder != null && !folder.equals(top)) {
        throw bad(entry.getName(), "expected all entries in one folder, " + folder);
      }
      folder = top;
    }
    if (folder == null || !entries.containsKey(folder + OBJECT)) {
      throw new CorruptFileException(path, "a ZIP without data.pkl; expected a file of torch.save");
    }
    return folder;
  }

  private void checkName(String name) throws IOException {
    boolean isGood = name.indexOf('/') > 0 && name.indexOf('\\') < 0 && name.indexOf('\0') < 0;
    for (String part : name.split("/", -1)) {
      isGood &= !part.equals("..") && !part.equals(".");
    }
    if (!isGood) {
      throw bad(name, "its name leads out of the archive's folder; the file is not to be trusted");
    }
  }

  private void checkByteOrder(String folder) throws IOException {
    ZipEntry entry = entries.get(folder + "/byteorder");
    if (entry != null) {
      byte[] order = read(entry, 0, (int) Math.min(entry.getSize(), 16));
      if (!new String(order, StandardCharsets.US_ASCII).strip().equals("little")) {
        throw bad(entry.getName(), "expected the file of a little-endian machine");
      }
    }
  }

  private Object object(String folder, TorchMeaning meaning, long instructions) throws IOException {
    ZipEntry entry = found(folder + OBJECT);
    CRC32 sum = new CRC32();
    try (InputStream stream =
        new CheckedInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16), sum)) {
      PickleInput in = new PickleInput(stream, entry.getSize(), path, entry.getName());
      Object root = new PickleReader(in, meaning, instructions).read();
      if (in.left() != 0) {
        throw in.bad(in.left() + " bytes behind the end of the pickle");
      }
      checkSum(entry, sum);
      return root;
    }
  }

  private void bindStorages(String folder, TorchMeaning meaning) throws IOException {
    for (TorchStorage storage : meaning.storages().values()) {
      ZipEntry entry = found(folder + "/data/" + storage.key());
      if (entry.getSize() != storage.size()) {
        throw bad(
            entry.getName(), "expected " + storage.size() + " bytes, found " + entry.getSize());
      }
      storage.bind((offset, length) -> read(entry, offset, length));
    }
  }

  private ZipEntry found(String name) throws IOException {
    ZipEntry entry = entries.get(name);
    if (entry == null) {
      throw new CorruptFileException(path, "the entry " + name + " is missing");
    }
    return entry;
  }

  private byte[] read(ZipEntry entry, long offset, int length) throws IOException {
    if (verified.add(entry.getName())) {
      verify(entry);
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      stream.skipNBytes(offset);
      byte[] bytes = stream.readNBytes(length);
      if (bytes.length < length) {
        throw bad(
            entry.getName(),
            "byte " + (offset + bytes.length) + ": it ends early; fetch or make the file again");
      }
      return bytes;
    } catch (ZipException | EOFException e) {
      throw bad(entry.getName(), "it is damaged: " + e.getMessage());
    }
  }

  /** Compares the checksum of an entry before the first of its bytes is used. */
  private void verify(ZipEntry entry) throws IOException {
    CRC32 sum = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream stream = zip.getInputStream(entry)) {
      for (int count = stream.read(buffer); count > 0; count = stream.read(buffer)) {
        sum.update(buffer, 0, count);
      }
    } catch (ZipException | EOFException e) {
      throw bad(entry.getName(), "it is damaged: " + e.getMessage());
    }
    checkSum(entry, sum);
  }

  private void checkSum(ZipEntry entry, CRC32 sum) throws IOException {
    if (entry.getCrc() != sum.getValue()) {
      throw bad(
          entry.getName(), "its checksum differs: it is damaged; fetch or make the file again");
    }
  }

  private CorruptFileException bad(String entry, String problem) {
    String shown = entry.length() > 200 ? entry.substring(0, 200) + ".." : entry;
    return new CorruptFileException(path, "entry " + shown + ": " + problem);
  }
}
