package org.conversener.torchfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of a Python class, as the file describes it: the name of its class, what it was made
 * from, and what was put into it. Nothing of the class is known or run.
 */
public final class PickleObject {
  private final PickleGlobal type;
  private final PickleTuple arguments;
  private final Map<Object, Object> keywords;
  private final List<Object> items = new ArrayList<>();
  private final Map<Object, Object> entries = new LinkedHashMap<>();
  private Object state = PickleNone.NONE;

  PickleObject(PickleGlobal type, PickleTuple arguments, Map<Object, Object> keywords) {
    this.type = type;
    this.arguments = arguments;
    this.keywords = keywords;
  }

  /** Its class, or the function that makes it. */
  public PickleGlobal type() {
    return type;
  }

  /** What it is made from. */
  public PickleTuple arguments() {
    return arguments;
  }

  /** What it is made from, by name. */
  public Map<Object, Object> keywords() {
    return Collections.unmodifiableMap(keywords);
  }

  /** What was appended, if it is a list of some kind. */
  public List<Object> items() {
    return Collections.unmodifiableList(items);
  }

  /** What was set by key, if it is a dict of some kind. */
  public Map<Object, Object> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** What its attributes are restored from, mostly a dict; None if nothing is. */
  public Object state() {
    return state;
  }

  List<Object> mutableItems() {
    return items;
  }

  Map<Object, Object> mutableEntries() {
    return entries;
  }

  void state(Object restored) {
    state = restored;
  }
}
