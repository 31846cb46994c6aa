package org.conversener.cli.demo.world;

/** Where the names of a list may occur outside of dev and test. */
public enum NameList {
  /** In labelled source training text; also in parallel text and teacher data. */
  TRAIN,
  /** In parallel text or teacher data only. */
  PARALLEL,
  /** Nowhere. */
  NEW
}
