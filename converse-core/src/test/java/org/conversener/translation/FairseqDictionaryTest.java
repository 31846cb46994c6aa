package org.conversener.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.conversener.corpus.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FairseqDictionaryTest {
  @TempDir private Path folder = Path.of("");

  private FairseqDictionary read(String text) throws IOException {
    return FairseqDictionary.read(Files.writeString(folder.resolve("dict.txt"), text));
  }

  @Test
  void symbolsAreNumberedBehindTheSpecialOnes() throws IOException {
    FairseqDictionary dictionary = read(", 90\nver@@ 7\n\u0085 3\na b 2\nmadeupword0000 0\n");
    assertThat(dictionary.vocabulary().size()).isEqualTo(9);
    assertThat(dictionary.vocabulary().idOf(",")).isEqualTo(4);
    assertThat(dictionary.vocabulary().symbol(6)).isEqualTo("\u0085");
    assertThat(dictionary.vocabulary().idOf("a b")).isEqualTo(7);
    assertThat(dictionary.vocabulary().idOf("nothing")).isEqualTo(Symbols.UNKNOWN);
    assertThat(dictionary.subwordLine()).isEqualTo(2);
    assertThat(dictionary.subword()).isEqualTo("ver@@");
    assertThat(read("@@ 3\n").subword()).isNull();
  }

  @Test
  void malformedLinesAreToldWithTheirNumber() {
    assertBad("a 1\nb\n", "dict.txt:2: expected a symbol, a space and a count, found \"b\"");
    assertBad("a 1\n\nb 2\n", "dict.txt:2: ");
    assertBad("a 1\nb -2\n", "dict.txt:2: ");
    assertBad("a 1\n 2\n", "dict.txt:2: ");
    assertBad("a 1\nb 2 #fairseq:overwrite\n", "dict.txt:2: ");
    assertBad("a 1\nb 1\na 1\n", "dict.txt:3: the symbol \"a\" stands at line 1 already");
    assertBad("</s> 1\n", "dict.txt:1: the symbol \"</s>\" stands for something special");
    assertBad("a 1\n\u2581b 1\n", "dict.txt:2: \"\u2581b\" is a piece of SentencePiece");
    assertBad("", "the file is empty");
  }

  private void assertBad(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining(problem);
  }
}
