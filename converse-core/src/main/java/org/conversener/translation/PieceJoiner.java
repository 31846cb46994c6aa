package org.conversener.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Makes translations of a sentence of what was found for its pieces: their words one after the
 * other, and the attention of each in a window of its own.
 *
 * @param subwords how the English subwords become words
 * @param withNames what puts lost names into a translation
 */
record PieceJoiner(Subwords subwords, UnaryOperator<Translation> withNames) {

  /**
   * One hypothesis for each of the first pieces.
   *
   * @param score the mean of their scores, weighted with the words of their pieces
   */
  private record Choice(List<BeamSearch.Hypothesis> hypotheses, double score) {
    Choice and(BeamSearch.Hypothesis next, double share) {
      List<BeamSearch.Hypothesis> longer = new ArrayList<>(hypotheses);
      longer.add(next);
      return new Choice(longer, score + next.score() * share);
    }
  }

  /**
   * The best translations, best first, no two of which have the same words.
   *
   * @param words of the sentence
   * @param pieces what they were cut into, each with what was found for it, best first
   * @param count how many translations are wanted; fewer may be found
   */
  List<Translation> join(List<String> words, List<Piece> pieces, int count) {
    List<Translation> distinct = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    for (Choice choice : best(words.size(), pieces)) {
      if (distinct.size() == count) {
        break;
      }
      Translation asFound = translation(words, pieces, choice);
      // Two that differed in nothing but a name are the same with the name put back.
      Translation named = withNames.apply(asFound);
      if (seen.add(named.target())) {
        distinct.add(named);
      } else if (seen.add(asFound.target())) {
        distinct.add(asFound);
      }
    }
    return distinct;
  }

  /** The best choices, best first: as many as the piece with most hypotheses has. */
  private static List<Choice> best(int words, List<Piece> pieces) {
    int most = pieces.stream().mapToInt(piece -> piece.found.size()).max().orElse(0);
    List<Choice> choices = List.of(new Choice(List.of(), 0));
    for (Piece piece : pieces) {
      double share = (double) (piece.window.end() - piece.window.start()) / words;
      choices =
          choices.stream()
              .flatMap(choice -> piece.found.stream().map(next -> choice.and(next, share)))
              .sorted(Comparator.comparingDouble(Choice::score).reversed())
              .limit(most)
              .toList();
    }
    return choices;
  }

  private Translation translation(List<String> words, List<Piece> pieces, Choice choice) {
    List<String> target = new ArrayList<>();
    List<Translation.Window> windows = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      SourceWindows.Window source = pieces.get(i).window;
      BeamSearch.Hypothesis hypothesis = choice.hypotheses.get(i);
      Subwords.Joined joined = subwords.join(hypothesis.ids());
      windows.add(
          new Translation.Window(
              moved(source.coded().owners(), source.start()),
              moved(joined.owners(), target.size()),
              hypothesis.attention().length,
              flat(hypothesis.attention())));
      target.addAll(joined.words());
    }
    return new Translation(words, target, windows, choice.score);
  }

  /** The matrices of all layers, one after the other. */
  private static float[] flat(float[][] layers) {
    float[] values = new float[layers.length * layers[0].length];
    for (int layer = 0; layer < layers.length; layer++) {
      System.arraycopy(
          layers[layer], 0, values, layer * layers[layer].length, layers[layer].length);
    }
    return values;
  }

  private static int[] moved(int[] owners, int by) {
    int[] moved = new int[owners.length];
    for (int i = 0; i < owners.length; i++) {
      moved[i] = owners[i] == Translation.EOS ? Translation.EOS : owners[i] + by;
    }
    return moved;
  }
}
