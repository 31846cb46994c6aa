package org.conversener.tensor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads the native libraries once, before anything else of this package runs, and tells how they
 * are set up.
 *
 * <p>Two traps are avoided here. JavaCPP refuses memory beyond four times the Java heap unless told
 * otherwise before its first class loads. And the loader opens {@code libtorch.so} before it has
 * extracted {@code libtorch_cpu.so}; on an empty cache the system's linker may then find another
 * libtorch's file of that name and map both, which crashes. So everything is extracted first, and
 * {@code libtorch_cpu} opened before the libraries that need it.
 */
public final class Natives {
  private static final String FOLDER = "org/bytedeco/%s/" + Loader.getPlatform() + "/";

  /** With these settings glibc keeps the memory of a tensor for the next one, in huge pages. */
  private static final String MALLOC =
      "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432"
          + ":glibc.malloc.trim_threshold=4294967296:glibc.malloc.arena_max=1";

  static {
    setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
    load();
  }

  private Natives() {}

  /**
   * Loads the libraries if they are not loaded yet.
   *
   * @throws IllegalStateException if the native jars for this platform are not on the class path
   */
  public static void ensureLoaded() {}

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void load() {
    try {
      File[] openblas = Loader.cacheResources("/" + String.format(FOLDER, "openblas"));
      File[] pytorch = Loader.cacheResources("/" + String.format(FOLDER, "pytorch"));
      if (openblas == null || openblas.length == 0 || pytorch == null || pytorch.length == 0) {
        throw new IllegalStateException(
            "the native libraries for "
                + Loader.getPlatform()
                + " are not on the class path: add"
                + " org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp with the"
                + " classifier "
                + Loader.getPlatform());
      }
      Loader.load(openblas_nolapack.class);
      for (String library : List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so")) {
        for (File folder : pytorch) {
          Path file = folder.toPath().resolve(library);
          if (Files.exists(file)) {
            System.load(file.toString());
          }
        }
      }
      Loader.load(torch.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot extract the native libraries", e);
    }
  }

  /**
   * Sets the number of threads one operation may use.
   *
   * <p>libtorch's own setting does not reach OpenBLAS, which computes the matrix products: beside
   * one thread a caller it would start its own for every core, and they fight for the cores.
   */
  public static void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + count);
    }
    torch.set_num_threads(count);
    // It looks the function up anew at every call and leaves that to the collector.
    try (PointerScope scope = new PointerScope()) {
      openblas_nolapack.blas_set_num_threads(count);
    }
  }

  /** The number of threads one operation may use. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /** The number of threads a matrix product may use; as {@link #threads} once that was set. */
  public static int productThreads() {
    return openblas_nolapack.blas_get_num_threads();
  }

  /** The files of libtorch and its companions that this process has mapped; on Linux only. */
  public static List<String> mappedLibraries() {
    Path maps = Path.of("/proc/self/maps");
    TreeSet<String> files = new TreeSet<>();
    if (Files.isReadable(maps)) {
      try {
        for (String line : Files.readAllLines(maps, StandardCharsets.UTF_8)) {
          int path = line.indexOf('/');
          if (path >= 0
              && line.matches(".*/lib(torch|c10|gomp|openblas|jnitorch)[^/]*\\.so[.0-9]*$")) {
            files.add(line.substring(path));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the process's memory map", e);
      }
    }
    return new ArrayList<>(files);
  }

  /** What governs the speed of the native libraries, by name; "unset" where nothing is said. */
  public static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String name :
        List.of(
            "OPENBLAS_THREAD_TIMEOUT",
            "GOMP_SPINCOUNT",
            "OPENBLAS_NUM_THREADS",
            "OMP_NUM_THREADS",
            "OPENBLAS_CORETYPE",
            "OPENBLAS_L2_SIZE",
            "GLIBC_TUNABLES")) {
      String value = System.getenv(name);
      settings.put(name, value == null ? "unset" : value);
    }
    settings.put("threads", Integer.toString(threads()));
    return settings;
  }

  /** Warnings about settings known to make training slow; empty when all is well. */
  public static List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (System.getenv("OPENBLAS_THREAD_TIMEOUT") == null
        || System.getenv("GOMP_SPINCOUNT") == null) {
      warnings.add(
          "OPENBLAS_THREAD_TIMEOUT=4 and GOMP_SPINCOUNT=2000 are not set: OpenBLAS and OpenMP will"
              + " fight for the cores, up to three times slower");
    }
    String tunables = System.getenv("GLIBC_TUNABLES");
    if (Loader.getPlatform().startsWith("linux")
        && (tunables == null || !tunables.contains("glibc.malloc.trim_threshold="))) {
      warnings.add(
          "GLIBC_TUNABLES is not set to "
              + MALLOC
              + ": the memory of every large tensor will be mapped and paged in anew, up to twice"
              + " slower");
    }
    if (System.getenv("OPENBLAS_CORETYPE") != null) {
      warnings.add("OPENBLAS_CORETYPE is set; a value below the processor's own halves the speed");
    }
    return warnings;
  }

  /**
   * Whether what oneDNN computes without gradients is right on this processor, by trial with sizes
   * that have been seen to fail. Where it is not, Converse computes in another way.
   */
  public static Map<String, String> trials() {
    Map<String, String> trials = new LinkedHashMap<>();
    trials.put(
        "oneDNN, LSTM of 37 units",
        RightLstm.isRight(20, 37) ? "right" : "wrong; computed with 64 units");
    trials.put(
        "oneDNN, product by 40 x 37 packed weights",
        isProductRight() ? "right" : "wrong; computed by OpenBLAS");
    return trials;
  }

  private static boolean isProductRight() {
    if (!PackedLinear.exists(DType.FLOAT32)) {
      return true; // nobody would use it
    }
    Tensor none = Tensor.zeros(DType.FLOAT32, 37);
    try (Scope scope = Scope.withoutGradients();
        SteadyLinear layer =
            new SteadyLinear(SteadyTrial.drawn(37, 40).owned(), none, DType.FLOAT32)) {
      return SteadyPlan.isRight(layer, SteadyPlan.Way.PACKED);
    } finally {
      none.close();
    }
  }
}
