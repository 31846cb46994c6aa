package org.conversener.embedding;

import java.util.List;
import org.conversener.text.Sentence;

/**
 * A sentence as a language model reads it, and after which characters the states of its words are
 * taken (Flair, REFERENCE 2.2).
 *
 * <p>The text is the words with a space between them; it is read after a line feed and before a
 * space, as it stands or reversed. A word's state is the one after the space that follows it or,
 * reversed, precedes it. So of "ab cd" are read
 *
 * <pre>
 * forward   \n a b _ c d _     ab after place 3, cd after place 6
 * backward  \n d c _ b a _     ab after place 6, cd after place 3
 * </pre>
 *
 * <p>The variant of the paper's eq. 4 takes the state one step earlier, after the word's own last
 * or first character.
 *
 * @param numbers the characters in the order of reading
 * @param places for each word the place, from 0, of the character whose state is its vector
 */
record CharlmPlaces(int[] numbers, int[] places) {
  static CharlmPlaces of(
      Sentence sentence, CharacterVocabulary vocabulary, Direction direction, boolean isAtSpace) {
    List<String> words = sentence.words();
    int length = 0; // of the text, N
    int[] starts = new int[words.size()];
    int[] ends = new int[words.size()];
    for (int w = 0; w < starts.length; w++) {
      starts[w] = w == 0 ? 0 : length + 1;
      length = starts[w] + words.get(w).codePointCount(0, words.get(w).length());
      ends[w] = length;
    }
    boolean isForward = direction == Direction.FORWARD;
    int[] numbers = new int[length + 2];
    java.util.Arrays.fill(numbers, vocabulary.number(' '));
    numbers[0] = vocabulary.number('\n');
    int[] places = new int[starts.length];
    for (int w = 0; w < starts.length; w++) {
      String word = words.get(w);
      int place = starts[w];
      for (int i = 0; i < word.length(); place++) {
        int c = word.codePointAt(i);
        numbers[isForward ? 1 + place : length - place] = vocabulary.number(c);
        i += Character.charCount(c);
      }
      places[w] = (isForward ? 1 + ends[w] : 1 + length - starts[w]) - (isAtSpace ? 0 : 1);
    }
    return new CharlmPlaces(numbers, places);
  }

  int length() {
    return numbers.length;
  }
}
