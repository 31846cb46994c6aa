package org.conversener.torchfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conversener.tensor.CorruptFileException;

/**
 * Reads one pickle: a program for a machine with a stack and a memo, in the binary instructions of
 * protocols 2 to 5. What the program calls is not called but noted down ({@link PickleMeaning}).
 *
 * <p>Every instruction costs one of a budget, so that a small file cannot become large in memory.
 */
final class PickleReader {
  private static final int DEEPEST = 10_000;

  private final PickleInput in;
  private final PickleMeaning meaning;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private final long budget;
  private long instruction;

  /**
   * A reader of the pickle that starts where the input is.
   *
   * @param budget the largest number of instructions
   */
  PickleReader(PickleInput in, PickleMeaning meaning, long budget) {
    this.in = in;
    this.meaning = meaning;
    this.budget = budget;
  }

  /**
   * The value of the pickle, which ends at its STOP.
   *
   * @throws CorruptFileException if it breaks a rule
   */
  Object read() throws IOException {
    instruction = in.position();
    int first = in.next();
    int protocol = first == 0x80 ? in.next() : -1;
    if (protocol < 2 || protocol > 5) {
      throw bad("expected a pickle of protocol 2 to 5, found 0x" + Integer.toHexString(first));
    }
    for (long count = 0; count < budget; count++) {
      instruction = in.position();
      int code = in.next();
      if (code == '.') {
        Object value = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
          throw bad("the pickle ends with values to spare");
        }
        return value;
      }
      try {
        if (!constant(code) && !container(code) && !object(code)) {
          throw bad(
              String.format(
                  Locale.ROOT,
                  "instruction 0x%02x is not one that torch writes; expected a file of torch.save",
                  code));
        }
      } catch (PickleMeaning.MeaninglessException e) {
        throw bad(String.valueOf(e.getMessage()));
      }
    }
    throw bad(
        "more than "
            + budget
            + " instructions; this is no model that Converse can read in this heap");
  }

  /** Numbers, texts, bytes. */
  private boolean constant(int code) throws IOException {
    switch (code) {
      case 'N' -> stack.add(PickleNone.NONE);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) (int) in.unsigned(4));
      case 'K' -> stack.add(in.unsigned(1));
      case 'M' -> stack.add(in.unsigned(2));
      case 0x8a -> stack.add(in.whole(in.unsigned(1)));
      case 0x8b -> stack.add(in.whole(in.unsigned(4)));
      case 'G' -> stack.add(in.doubleBigEndian());
      case 'X', 'T' -> stack.add(in.text(in.unsigned(4)));
      case 0x8c, 'U' -> stack.add(in.text(in.unsigned(1)));
      case 0x8d -> stack.add(in.text(in.eight()));
      case 'B' -> stack.add(in.bytes(in.unsigned(4), "a run"));
      case 'C' -> stack.add(in.bytes(in.unsigned(1), "a run"));
      case 0x8e, 0x96 -> stack.add(in.bytes(in.eight(), "a run"));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Lists, dicts, tuples, sets, and the machine's own affairs. */
  private boolean container(int code) throws IOException {
    switch (code) {
      case '(' -> mark();
      case '0' -> drop();
      case '1' -> {
        var unused = toMark();
      }
      case '2' -> stack.add(top());
      case ']' -> stack.add(new ArrayList<>());
      case '}' -> stack.add(new LinkedHashMap<>());
      case 0x8f -> stack.add(set());
      case ')' -> stack.add(PickleTuple.EMPTY);
      case 't' -> stack.add(new PickleTuple(toMark()));
      case 0x85 -> stack.add(new PickleTuple(popLast(1)));
      case 0x86 -> stack.add(new PickleTuple(popLast(2)));
      case 0x87 -> stack.add(new PickleTuple(popLast(3)));
      case 'a' -> append(popLast(1));
      case 'e', 0x90 -> append(toMark());
      case 's' -> setItems(popLast(2));
      case 'u' -> setItems(toMark());
      case 0x91 -> {
        List<Object> items = toMark();
        PickleObject frozen = set();
        frozen.mutableItems().addAll(items);
        stack.add(frozen);
      }
      case 'q' -> memo.put(in.unsigned(1), top());
      case 'r' -> memo.put(in.unsigned(4), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> stack.add(remembered(in.unsigned(1)));
      case 'j' -> stack.add(remembered(in.unsigned(4)));
      case 0x95 -> frame();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Classes, what they make, and what stands outside of the pickle. */
  private boolean object(int code) throws IOException, PickleMeaning.MeaninglessException {
    switch (code) {
      case 'c' -> stack.add(meaning.global(in.line(), in.line()));
      case 0x93 -> {
        String name = text(pop());
        stack.add(meaning.global(text(pop()), name));
      }
      case 'R', 0x81 -> {
        PickleTuple arguments = tuple(pop());
        stack.add(meaning.make(type(pop()), arguments, Map.of()));
      }
      case 0x92 -> {
        Map<Object, Object> keywords = dict(pop());
        PickleTuple arguments = tuple(pop());
        stack.add(meaning.make(type(pop()), arguments, keywords));
      }
      case 'b' -> build(pop());
      case 'Q' -> stack.add(meaning.persistent(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static PickleObject set() {
    return new PickleObject(new PickleGlobal("builtins", "set"), PickleTuple.EMPTY, Map.of());
  }

  private void frame() throws IOException {
    long length = in.eight();
    if (length < 0 || length > in.left()) {
      throw bad(
          "a frame of " + Long.toUnsignedString(length) + " bytes, found " + in.left() + " left");
    }
  }

  private void mark() throws IOException {
    if (marks.size() == DEEPEST) {
      throw bad("values nested deeper than " + DEEPEST);
    }
    marks.add(stack.size());
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Object top() throws IOException {
    if (stack.size() <= floor()) {
      throw bad("expected a value on the stack, found none");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() throws IOException {
    Object top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  /** POP, which takes a mark away if no value stands above it. */
  private void drop() throws IOException {
    if (!marks.isEmpty() && stack.size() == floor()) {
      marks.remove(marks.size() - 1);
    } else {
      var unused = pop();
    }
  }

  private List<Object> popLast(int count) throws IOException {
    if (stack.size() - count < floor()) {
      throw bad("expected " + count + " values on the stack, found " + (stack.size() - floor()));
    }
    return cut(stack.size() - count);
  }

  private List<Object> toMark() throws IOException {
    if (marks.isEmpty()) {
      throw bad("expected a mark on the stack, found none");
    }
    return cut(marks.remove(marks.size() - 1));
  }

  private List<Object> cut(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> values = new ArrayList<>(tail);
    tail.clear();
    return values;
  }

  private Object remembered(long index) throws IOException {
    Object value = memo.get(index);
    if (value == null) {
      throw bad("nothing was remembered under " + index);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // The reader made every list itself.
  private void append(List<Object> values) throws IOException {
    Object target = top();
    if (target instanceof List<?> list) {
      ((List<Object>) list).addAll(values);
    } else if (target instanceof PickleObject object) {
      object.mutableItems().addAll(values);
    } else {
      throw bad("expected a list to append to, found " + PickleValues.describe(target));
    }
  }

  private void setItems(List<Object> keysAndValues) throws IOException {
    Object target = top();
    Map<Object, Object> entries =
        target instanceof PickleObject object ? object.mutableEntries() : dict(target);
    if (keysAndValues.size() % 2 != 0) {
      throw bad("a key without a value");
    }
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (key instanceof List || key instanceof Map) {
        throw bad("expected the key of a dict, found " + PickleValues.describe(key));
      }
      entries.put(key, keysAndValues.get(i + 1));
    }
  }

  private void build(Object state) throws IOException {
    Object target = top();
    if (target instanceof PickleObject object) {
      object.state(state);
    } else if (!(target instanceof Map)) {
      // A dict's attributes, such as the _metadata of a state_dict, are of no use.
      throw bad("expected an object to restore, found " + PickleValues.describe(target));
    }
  }

  private String text(Object value) throws IOException {
    if (value instanceof String text) {
      return text;
    }
    throw bad("expected the name of a class, found " + PickleValues.describe(value));
  }

  private PickleGlobal type(Object value) throws IOException {
    if (value instanceof PickleGlobal global) {
      return global;
    }
    throw bad("expected a class or a function, found " + PickleValues.describe(value));
  }

  private PickleTuple tuple(Object value) throws IOException {
    if (value instanceof PickleTuple tuple) {
      return tuple;
    }
    throw bad("expected a tuple of arguments, found " + PickleValues.describe(value));
  }

  @SuppressWarnings("unchecked") // The reader made every dict itself.
  private Map<Object, Object> dict(Object value) throws IOException {
    if (value instanceof LinkedHashMap<?, ?> map) {
      return (Map<Object, Object>) map;
    }
    throw bad("expected a dict, found " + PickleValues.describe(value));
  }

  private CorruptFileException bad(String problem) {
    return in.badAt(instruction, problem);
  }
}
