package org.conversener.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.conversener.corpus.BadDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {
  @TempDir private Path folder = Path.of("");

  private static Result.Run run(long seed, double test) {
    return new Result.Run(
        seed, 1.0 / 3, 1.0 / 7, test, 2.0 / 3, 0.1, Map.of("new", 12.345678901), 3);
  }

  private Path file() {
    return folder.resolve("runs.jsonl");
  }

  @Test
  void aNewLogIsEmpty() throws Exception {
    assertThat(new RunLog(file()).find("baseline", 1)).isNull();
    assertThat(file()).doesNotExist();
  }

  @Test
  void whatWasAddedIsFoundToTheBitAfterOpeningAgain() throws Exception {
    RunLog log = new RunLog(file());
    log.add("baseline", run(1, 50.1));
    log.add("can-last", run(1, 60.2));
    log.add("can-last", run(2, 61.3));
    RunLog again = new RunLog(file());
    assertThat(again.find("can-last", 2))
        .isEqualTo(run(2, 61.3))
        .isEqualTo(log.find("can-last", 2));
    assertThat(again.find("baseline", 1)).isEqualTo(run(1, 50.1));
    assertThat(again.find("baseline", 2)).isNull();
    assertThat(again.find("can-first", 1)).isNull();
  }

  @Test
  void aTornLastLineIsForgottenAndTheLogGoesOn() throws Exception {
    RunLog log = new RunLog(file());
    log.add("baseline", run(1, 50));
    String whole = Files.readString(file());
    log.add("baseline", run(2, 51));
    String both = Files.readString(file());
    Files.writeString(file(), both.substring(0, whole.length() + 20));
    RunLog resumed = new RunLog(file());
    assertThat(resumed.find("baseline", 1)).isEqualTo(run(1, 50));
    assertThat(resumed.find("baseline", 2)).isNull();
    resumed.add("baseline", run(2, 51));
    assertThat(file()).content().isEqualTo(both);
    assertThat(new RunLog(file()).find("baseline", 2)).isEqualTo(run(2, 51));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{}", "null", "{\"system\":\"baseline\"}", "[1]"})
  void aBrokenLineInTheMiddleIsNamed(String broken) throws Exception {
    new RunLog(file()).add("baseline", run(1, 50));
    Files.writeString(file(), broken + "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> new RunLog(file()))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("runs.jsonl:2")
        .hasMessageContaining("expected a finished run");
  }
}
