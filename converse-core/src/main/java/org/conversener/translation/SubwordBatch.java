package org.conversener.translation;

import java.util.List;
import org.conversener.tensor.DType;
import org.conversener.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Subword indices of several sentences, padded on the right to the longest.
 *
 * @param ids [B, S], {@link Symbols#PAD} after a sentence's end
 * @param positions [B, S], 2 for a sentence's first subword and so on, 1 at padding
 * @param isPadding [B, 1, S], or null if all sentences are equally long
 * @param rootOfLength the square root of each sentence's length, [B, 1, 1]
 */
record SubwordBatch(Tensor ids, Tensor positions, @Nullable Tensor isPadding, Tensor rootOfLength) {

  /** Pads these sentences; masks and lengths in this type. */
  static SubwordBatch of(List<int[]> sentences, DType type) {
    int longest = sentences.stream().mapToInt(s -> s.length).max().orElseThrow();
    int count = sentences.size();
    long[] ids = new long[count * longest];
    long[] positions = new long[count * longest];
    double[] roots = new double[count];
    boolean isRagged = false;
    for (int b = 0; b < count; b++) {
      int[] sentence = sentences.get(b);
      isRagged |= sentence.length < longest;
      roots[b] = Math.sqrt(sentence.length);
      for (int s = 0; s < longest; s++) {
        boolean isWord = s < sentence.length;
        ids[b * longest + s] = isWord ? sentence[s] : Symbols.PAD;
        positions[b * longest + s] = Symbols.PAD + (isWord ? s + 1 : 0);
      }
    }
    Tensor idTensor = Tensor.of(ids, count, longest);
    return new SubwordBatch(
        idTensor,
        Tensor.of(positions, count, longest),
        isRagged ? idTensor.isEqualTo(Symbols.PAD).unsqueeze(1) : null,
        Tensor.of(roots, count, 1, 1).as(type));
  }
}
