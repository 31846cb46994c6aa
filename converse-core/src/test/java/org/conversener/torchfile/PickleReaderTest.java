package org.conversener.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conversener.tensor.CorruptFileException;
import org.conversener.torchfile.TorchWriter.Pickle;
import org.junit.jupiter.api.Test;

class PickleReaderTest {
  private static final long BUDGET = 50_000;

  private static Object read(byte[] bytes) throws IOException {
    PickleInput in =
        new PickleInput(new ByteArrayInputStream(bytes), bytes.length, Path.of("x.pkl"), "");
    TorchMeaning meaning = new TorchMeaning(Set.of("torch", "collections", "numpy", "demo"));
    return new PickleReader(in, meaning, BUDGET).read();
  }

  private static void assertRefused(Pickle pickle, String problem) {
    assertThatThrownBy(() -> read(pickle.stop()))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageStartingWith("x.pkl: byte ")
        .hasMessageContaining(problem);
  }

  @Test
  void instructionsOfAllProtocolsAreRead() throws Exception {
    Pickle pickle = new Pickle().op('(');
    pickle.op('K').op(200).op('M').op(0x34).op(0x12).op(0x8a).op(1).op(0xff);
    pickle.op(0x8a).op(9).ops(0, 0, 0, 0, 0, 0, 0, 0, 1).op(0x8a).op(0);
    pickle.op('U').op(1).op('s').op(0x8c).op(1).op('u');
    pickle.op(0x8d).ops(1, 0, 0, 0, 0, 0, 0, 0).op('v').op('C').op(1).op(7);
    pickle.op(0x95).ops(1, 0, 0, 0, 0, 0, 0, 0).op('N');
    pickle.op('K').op(1).op('K').op(2).op(0x86).op(0x94).op('0').op('h').op(0);
    pickle.op('}').op('K').op(1).op('K').op(2).op('s').op('t');
    List<Object> items = ((PickleTuple) read(pickle.stop())).items();
    assertThat(items.subList(0, 8))
        .isEqualTo(List.of(200L, 0x1234L, -1L, BigInteger.ONE.shiftLeft(64), 0L, "s", "u", "v"));
    assertThat((byte[]) items.get(8)).containsExactly(7);
    assertThat(items.get(9)).isEqualTo(PickleNone.NONE);
    assertThat(((PickleTuple) items.get(10)).items()).isEqualTo(List.of(1L, 2L));
    assertThat(items.get(11)).isEqualTo(Map.of(1L, 2L));
  }

  @Test
  void objectsOfAnyClassAreNotedDownAndNotMade() throws Exception {
    Pickle pickle = new Pickle().global("demo.thing", "Thing").text("a").op(0x85).op('R');
    pickle.text("item").op('a').text("key").text("value").op('s').text("state").op('b');
    PickleObject object = (PickleObject) read(pickle.stop());
    assertThat(object.type()).isEqualTo(new PickleGlobal("demo.thing", "Thing"));
    assertThat(object.arguments().items()).isEqualTo(List.of("a"));
    assertThat(object.items()).isEqualTo(List.of("item"));
    assertThat(object.entries()).isEqualTo(Map.of("key", "value"));
    assertThat(object.state()).isEqualTo("state");
  }

  @Test
  void aPickleThatWouldRunACommandIsRefusedAndNothingIsRun() {
    Path traces = Path.of("x-was-here");
    for (String module : List.of("os", "posix", "subprocess", "sys", "builtins", "__builtin__")) {
      for (String name : List.of("system", "eval", "exec", "getattr", "__import__")) {
        Pickle call = new Pickle().global(module, name).text("touch " + traces).op(0x85).op('R');
        assertRefused(call, "the file names the class " + module + "." + name);
      }
    }
    Pickle stacked = new Pickle().text("os").text("system").op(0x93).text("x").op(0x85).op('R');
    assertRefused(stacked, "os.system");
    assertThat(traces).doesNotExist();
  }

  @Test
  void lengthsAreNotBelieved() {
    assertRefused(new Pickle().op('X').ops(-1, -1, -1, 127), "a text of 2147483647 bytes");
    assertRefused(new Pickle().op('X').ops(-1, -1, -1, -1), "a text of 4294967295 bytes");
    assertRefused(new Pickle().op('B').ops(-1, -1, -1, 127), "a run of 2147483647 bytes");
    for (int code : new int[] {0x8d, 0x8e, 0x96}) {
      assertRefused(new Pickle().op(code).ops(0, 0, 0, 0, 0, 1, 0, 0), "1099511627776 bytes");
      assertRefused(
          new Pickle().op(code).ops(-1, -1, -1, -1, -1, -1, -1, -1), "18446744073709551615");
    }
    assertRefused(new Pickle().op(0x95).ops(-1, -1, -1, -1, -1, -1, -1, -1), "a frame of");
    assertRefused(new Pickle().op(0x8b).ops(-1, -1, -1, 127), "a number of 2147483647 bytes");
  }

  @Test
  void theMemoMayHoldAnythingAnywhereButNothingElse() throws Exception {
    Pickle far = new Pickle().op('K').op(5).op('r').ops(-1, -1, -1, -1);
    assertThat(read(far.op('0').op('j').ops(-1, -1, -1, -1).stop())).isEqualTo(5L);
    assertRefused(new Pickle().op('h').op(3), "nothing was remembered under 3");
    assertRefused(new Pickle().op('q').op(3), "found none");
    List<?> itself =
        (List<?>) read(new Pickle().op(']').op('q').op(0).op('h').op(0).op('a').stop());
    assertThat(itself.get(0) == itself).isTrue();
    assertThat(PickleValues.describe(itself)).isEqualTo("a list");
  }

  @Test
  void keysThatPythonCouldNotHashAreRefused() {
    Pickle pickle = new Pickle().op('}').op('q').op(0).op('h').op(0).none().op('s');
    assertRefused(pickle, "expected the key of a dict, found a dict");
  }

  @Test
  void deepTuplesNeitherOverflowTheStackNorAreCompared() throws Exception {
    Pickle pickle = new Pickle().op('}').op(')');
    for (int i = 0; i < 40_000; i++) {
      pickle.op(0x85);
    }
    assertThat((Map<?, ?>) read(pickle.none().op('s').stop())).hasSize(1);
    Pickle marks = new Pickle();
    for (int i = 0; i < 10_001; i++) {
      marks.mark();
    }
    assertRefused(marks, "nested deeper than 10000");
  }

  @Test
  void instructionsAreCounted() {
    Pickle pickle = new Pickle();
    for (int i = 0; i <= BUDGET; i++) {
      pickle.op(']');
    }
    assertRefused(pickle, "more than 50000 instructions");
  }

  @Test
  void otherInstructionsAreRefused() {
    String known = "N.JKMGXTUBC(012]})taesuqrhjcRbQ";
    int[] knownToo = {
      0x80, 0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91,
      0x92, 0x93, 0x94, 0x95, 0x96
    };
    for (int code = 0; code < 256; code++) {
      int wanted = code;
      if (known.indexOf(code) < 0 && Arrays.stream(knownToo).noneMatch(k -> k == wanted)) {
        assertRefused(
            new Pickle().none().op(code),
            String.format(java.util.Locale.ROOT, "byte 3: instruction 0x%02x", code));
      }
    }
  }

  @Test
  void valuesOfTheWrongKindAreRefused() {
    assertRefused(new Pickle(), "expected a value on the stack, found none");
    assertRefused(new Pickle().none().none(), "values to spare");
    assertRefused(new Pickle().op('t'), "expected a mark");
    assertRefused(new Pickle().none().mark().op('a'), "expected 1 values on the stack, found 0");
    assertRefused(new Pickle().none().none().op('a'), "expected a list to append to, found None");
    assertRefused(new Pickle().none().none().none().op('s'), "expected a dict, found None");
    assertRefused(new Pickle().op('}').mark().none().op('u'), "a key without a value");
    assertRefused(new Pickle().none().op(')').op('R'), "expected a class or a function");
    assertRefused(new Pickle().global("demo", "x").none().op('R'), "expected a tuple of arguments");
    assertRefused(new Pickle().none().none().op('b'), "expected an object to restore, found None");
    assertRefused(new Pickle().none().op('Q'), "expected the description of a storage");
    assertRefused(new Pickle().none().none().op(0x93), "expected the name of a class");
    assertRefused(new Pickle().op('c').bytes("a\u0001\n".getBytes(StandardCharsets.UTF_8)), "name");
    assertRefused(new Pickle().op('U').op(1).op(0xff), "a text that is not UTF-8");
    String rebuild = "_rebuild_tensor_v2";
    assertRefused(
        new Pickle().global("torch._utils", rebuild).op(')').op('R'), "expected a tensor of");
    assertThatThrownBy(() -> read(new byte[] {'N', '.'})).hasMessageContaining("protocol 2 to 5");
    assertThatThrownBy(() -> read(new byte[] {(byte) 0x80, 6, 'N', '.'}))
        .hasMessageContaining("protocol 2 to 5");
  }
}
