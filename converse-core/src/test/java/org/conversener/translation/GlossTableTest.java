package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.conversener.corpus.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlossTableTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aTableIsReadAsItWasWritten() throws Exception {
    GlossTable table =
        new GlossTable(
            Map.of(
                "perro", new GlossTable.Entry(3, List.of("dog")),
                "\uFF01", new GlossTable.Entry(1, List.of("!")),
                "\uD83D\uDE00", new GlossTable.Entry(1, List.of("smiling", "face")),
                "Ana", new GlossTable.Entry(12, List.of("Ana"))));
    Path file = folder.resolve("gloss.tsv");
    table.write(file);
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            converse-gloss 1 4
            Ana\t12\tAna
            perro\t3\tdog
            \uFF01\t1\t!
            \uD83D\uDE00\t1\tsmiling face
            """);
    GlossTable read = GlossTable.read(file);
    assertThat(read.lines()).isEqualTo(table.lines());
    assertThat(read.longest()).isEqualTo(5);
    assertThat(read.get("perro")).isEqualTo(new GlossTable.Entry(3, List.of("dog")));
    assertThat(read.get("gato")).isNull();
  }

  /** In the table / stands for a line's end and _ for a TAB. */
  @ParameterizedTest
  @CsvSource({
    "'', 1, expected",
    "'converse-gloss 2 1/a_1_b/', 1, expected",
    "'converse-gloss 1 x/a_1_b/', 1, cannot hold",
    "'converse-gloss 1 -1/a_1_b/', 1, cannot hold",
    "'converse-gloss 1 999999999/a_1_b/', 1, cannot hold",
    "'converse-gloss 1 99999999999/a_1_b/', 1, cannot hold",
    "'converse-gloss 1 2/a_1_b/', 2, found 1",
    "'converse-gloss 1 1/a_1_b/b_1_c/', 3, found more",
    "'converse-gloss 1 1/a_1/', 2, expected source TAB",
    "'converse-gloss 1 1/a_1_b_c/', 2, expected source TAB",
    "'converse-gloss 1 1/_1_b/', 2, expected a source word",
    "'converse-gloss 1 2/b_1_b/a_1_a/', 3, behind",
    "'converse-gloss 1 2/a_1_b/a_1_a/', 3, behind",
    "'converse-gloss 1 1/a_0_b/', 2, count:",
    "'converse-gloss 1 1/a_1.5_b/', 2, count:",
    "'converse-gloss 1 1/a_1_/', 2, English words",
    "'converse-gloss 1 1/a_1_b  c/', 2, English words",
    "'converse-gloss 1 1/a_1_b c d e f/', 2, English words"
  })
  void whatIsNoTableIsRefusedWithItsLine(String text, int line, String problem) throws Exception {
    Path file = folder.resolve("gloss.tsv");
    Files.writeString(file, text.replace('/', '\n').replace('_', '\t'));
    assertThatThrownBy(() -> GlossTable.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith(file + ":" + line + ": ")
        .hasMessageContaining(problem);
  }
}
