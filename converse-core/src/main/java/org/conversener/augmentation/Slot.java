package org.conversener.augmentation;

/**
 * A place in a pair where a name stands on both sides.
 *
 * @param sourceStart first UTF-16 unit in the source
 * @param sourceEnd the unit after its last
 * @param englishStart first UTF-16 unit in the English side
 * @param englishEnd the unit after its last
 * @param name the name that stands there
 */
record Slot(int sourceStart, int sourceEnd, int englishStart, int englishEnd, NamePair name) {
  boolean overlaps(Slot other) {
    return (sourceStart < other.sourceEnd && other.sourceStart < sourceEnd)
        || (englishStart < other.englishEnd && other.englishStart < englishEnd);
  }
}
