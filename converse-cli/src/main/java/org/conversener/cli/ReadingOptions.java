package org.conversener.cli;

import org.conversener.corpus.ConllFormat;
import picocli.CommandLine.Option;

/** How the columns of CoNLL files are read. */
final class ReadingOptions {
  @Option(
      names = "--columns",
      paramLabel = "NAMES",
      description = "What each column holds, such as token,_,tag (default: first token, last tag).")
  private String columns = "";

  @Option(
      names = "--strip-segment-digit",
      description = "The token column holds a character and a digit, as in Weibo.")
  private boolean stripsSegmentDigit;

  @Option(
      names = "--scheme",
      paramLabel = "SCHEME",
      description = "auto, iob1, bio, bioes or bilou (default: auto).")
  private String scheme = "auto";

  @Option(
      names = "--keep-docstart",
      description = "Read -DOCSTART- lines as sentences (default: drop and count them).")
  private boolean keepsDocstart;

  /** The format of labelled files. */
  ConllFormat labelled() {
    return ConllFormat.LABELLED
        .withColumns(columns)
        .withSegmentDigit(stripsSegmentDigit)
        .withScheme(ConllFormat.schemeOf(scheme))
        .withDocstart(keepsDocstart);
  }
}
