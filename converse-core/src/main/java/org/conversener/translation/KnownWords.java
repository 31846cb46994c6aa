package org.conversener.translation;

import org.jspecify.annotations.Nullable;

/**
 * What a translator does with the words that it counted in parallel text.
 *
 * @param counts the counts; null if there are none, as with translators of other programs
 * @param keepsNames whether names that a translation lost are put into it ({@link KeptNames})
 * @param recasesHeadlines whether sentences in capitals are read as if they were not ({@link
 *     Headlines})
 */
record KnownWords(@Nullable KeptNames counts, boolean keepsNames, boolean recasesHeadlines) {
  KnownWords {
    keepsNames &= counts != null;
    recasesHeadlines &= counts != null;
  }

  /** All that can be done with these counts. */
  static KnownWords all(@Nullable KeptNames counts) {
    return new KnownWords(counts, true, true);
  }

  /** Those that lost names are looked for in; null to leave translations as they are. */
  @Nullable KeptNames names() {
    return keepsNames ? counts : null;
  }

  /** How sentences in capitals are written; null to leave them as they are. */
  @Nullable Headlines headlines() {
    KeptNames known = counts;
    return recasesHeadlines && known != null ? known.headlines() : null;
  }

  KnownWords withoutNames() {
    return new KnownWords(counts, false, recasesHeadlines);
  }

  KnownWords withoutHeadlines() {
    return new KnownWords(counts, keepsNames, false);
  }
}
