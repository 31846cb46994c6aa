package org.conversener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.conversener.model.ModelDirectory;
import org.conversener.transfer.TransferOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows in Java does what it says. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  @TempDir private Path folder = Path.of("");

  @Test
  void theExampleCompilesAndTagsWithAPackedModel() throws Exception {
    Matcher name = CLASS.matcher(example());
    assertThat(name.find()).isTrue();
    compile(name.group(1), example());
    Path packed = folder.resolve("packed");
    TinyModels models = new TinyModels(folder);
    Path can = models.can(folder.resolve("can"), TransferOptions.DEFAULT).directory().path();
    var unused = ModelDirectory.pack(can, packed, false);

    assertThat(run(name.group(1), packed).lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).matches("PER \\[Ana, López] [01]\\.\\d+(E-\\d)?"),
            line -> assertThat(line).matches("LOC \\[Quito] [01]\\.\\d+(E-\\d)?"));
  }

  private static String example() throws Exception {
    Matcher blocks = BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
    List<String> examples = new ArrayList<>();
    while (blocks.find()) {
      if (blocks.group(1).contains("Converse.load")) {
        examples.add(blocks.group(1));
      }
    }
    assertThat(examples).as("examples in README.md that load a model").hasSize(1);
    return examples.get(0);
  }

  private void compile(String name, String code) throws Exception {
    Path source = Files.writeString(folder.resolve(name + ".java"), code);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean isCompiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-Xlint:all,-path,-classfile",
                      "-Werror",
                      "-cp",
                      System.getProperty("java.class.path", ""),
                      "-d",
                      folder.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(isCompiled).as("%s", complaints).isTrue();
    }
  }

  private String run(String name, Path model) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      Object arguments = new String[] {model.toString()};
      var unused = loader.loadClass(name).getMethod("main", String[].class).invoke(null, arguments);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
