package org.conversener.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first start on a machine, with nothing extracted yet, where the linker would find another
 * libtorch. The other one is a small library under libtorch's names: whoever loads it by mistake
 * misses symbols.
 */
class NativesTest {
  private static final List<String> NAMES = List.of("libtorch_cpu.so", "libc10.so");

  @TempDir Path folder;

  /** Adds one and one in a fresh process and prints the sum and the libraries it has mapped. */
  static final class Sum {
    private Sum() {}

    public static void main(String[] args) {
      try (Scope scope = Scope.open()) {
        System.out.println(Tensor.of(new float[] {1}, 1).plus(1).item());
      }
      Natives.mappedLibraries().forEach(System.out::println);
    }
  }

  /** Loads libtorch as JavaCPP does by itself. */
  static final class Careless {
    private Careless() {}

    public static void main(String[] args) {
      System.out.println(Loader.load(torch.class));
    }
  }

  /** Some 400 MB each. {@code @TempDir} would delete them too, with a warning for every link. */
  @AfterEach
  void deleteCaches() throws IOException {
    for (String cache : List.of("careless", "cache")) {
      if (Files.exists(folder.resolve(cache))) {
        try (Stream<Path> files = Files.walk(folder.resolve(cache))) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private record Outcome(int exit, List<String> lines) {}

  @Test
  void threadsAreThoseOfMatrixProductsToo() {
    int before = Natives.threads();
    try {
      for (int count : new int[] {1, 2}) {
        Natives.threads(count);
        assertThat(Natives.threads()).isEqualTo(count);
        assertThat(Natives.productThreads()).isEqualTo(count);
      }
    } finally {
      Natives.threads(before);
    }
  }

  @Test
  void firstStartBesideAnotherLibtorchMapsTheBundledOneOnly() throws Exception {
    assumeThat(Loader.getPlatform()).startsWith("linux");

    Outcome careless = start(Careless.class, folder.resolve("careless"));
    assertThat(careless.exit())
        .as("the other libtorch does harm: %s", careless.lines())
        .isNotZero();

    Path cache = folder.resolve("cache");
    Outcome sum = start(Sum.class, cache);
    assertThat(sum.exit()).as("%s", sum.lines()).isZero();
    assertThat(sum.lines().get(0)).isEqualTo("2.0");
    assertThat(sum.lines().subList(1, sum.lines().size()))
        .allMatch(library -> library.startsWith(cache.toString()))
        .anyMatch(library -> library.endsWith("libtorch_cpu.so"))
        .anyMatch(library -> library.endsWith("libc10.so"));
  }

  private Outcome start(Class<?> program, Path cache) throws IOException, InterruptedException {
    Path others = Files.createDirectories(folder.resolve("others"));
    for (String name : NAMES) {
      copySmallLibrary(others.resolve(name));
    }
    Files.createDirectories(cache);
    Path output = folder.resolve(program.getSimpleName() + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx200m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            program.getName());
    builder.environment().put("LD_LIBRARY_PATH", others.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readAllLines(output, StandardCharsets.UTF_8));
  }

  private static void copySmallLibrary(Path file) throws IOException {
    String resource = "/org/bytedeco/javacpp/" + Loader.getPlatform() + "/libjnijavacpp.so";
    try (InputStream library = Loader.class.getResourceAsStream(resource)) {
      assertThat(library).as(resource).isNotNull();
      Files.write(file, library.readAllBytes());
    }
  }
}
