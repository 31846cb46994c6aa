package org.conversener.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * A linear layer over few rows, whose weight is cut into tiles so small that OpenBLAS multiplies by
 * them as they lie in memory. For a larger product it first copies the whole weight into another
 * order, at every call, which takes longer than the product with the five rows of a beam.
 *
 * <p>The limit is that of OpenBLAS's kernels for AVX-512 ({@code
 * kernel/x86_64/sgemm_small_kernel_permit_skylakex.c}), a million multiplications. On other
 * processors the result is right as well, but nothing is gained.
 */
final class TiledProduct implements AutoCloseable {
  private static final int TILE = 64;
  private static final long SMALL = 1_000_000;

  /** Inputs that are multiplied in one go; longer sums are added up part by part. */
  private static final long LONGEST = 768;

  private final List<Tensor> parts = new ArrayList<>(); // [out/TILE, inputs of the part, TILE]
  private final Tensor bias; // [out/TILE, 1, TILE]
  private final long out;

  /**
   * Copies a weight into tiles.
   *
   * @param weight [out, in]
   * @param bias [out]
   */
  TiledProduct(Tensor weight, Tensor bias) {
    out = weight.size(0);
    try (Scope scope = Scope.withoutGradients()) {
      this.bias = filled(bias).reshape(-1, 1, TILE).contiguous().owned();
      for (Tensor part : partsOf(weight, 1)) {
        parts.add(
            filled(part).reshape(-1, TILE, part.size(1)).transpose(1, 2).contiguous().owned());
      }
    }
  }

  /** Cuts one dimension into as few equal parts as the longest sum allows. */
  private static List<Tensor> partsOf(Tensor tensor, int dimension) {
    long length = tensor.size(dimension);
    if (length <= LONGEST) {
      return List.of(tensor);
    }
    long count = (length + LONGEST - 1) / LONGEST;
    long each = (length + count - 1) / count;
    List<Tensor> parts = new ArrayList<>();
    for (long start = 0; start < length; start += each) {
      parts.add(tensor.narrow(dimension, start, Math.min(each, length - start)));
    }
    return parts;
  }

  /** With zeros behind, so that the first dimension is a multiple of the tile. */
  private static Tensor filled(Tensor tensor) {
    long[] missing = tensor.shape();
    missing[0] = Math.floorMod(-missing[0], TILE);
    return missing[0] == 0
        ? tensor
        : Tensor.concat(0, tensor, Tensor.zeros(tensor.type(), missing));
  }

  /** How many rows may be multiplied at once, so that a product is small. */
  int mostRows() {
    return (int) (SMALL / (TILE * parts.get(0).size(1)));
  }

  /**
   * {@code rows · weightᵀ + bias}, some rows at a time, and at least one in all.
   *
   * @param rows [R, in]
   * @param most how many rows are multiplied at once; at most {@link #mostRows} to be fast
   * @return [R, out]
   */
  Tensor product(Tensor rows, int most) {
    long count = rows.size(0);
    long tiles = bias.size(0);
    long wide = tiles * TILE;
    var result = torch.empty(new long[] {count, wide}, new TensorOptions(rows.type().raw()), null);
    List<Tensor> inputs = partsOf(rows, 1);
    long portions = (count + most - 1) / most;
    long each = (count + portions - 1) / portions; // alike, for a small rest is slow
    for (long start = 0; start < count; start += each) {
      long size = Math.min(each, count - start);
      var some = size == count ? result : result.narrow(0, start, size);
      var byTile =
          some.as_strided(new long[] {tiles, size, TILE}, TILE, wide, 1); // within the same rows
      var sum = bias.raw();
      for (int p = 0; p < parts.size(); p++) {
        var all = inputs.get(p).raw();
        var input = size == count ? all : all.narrow(0, start, size);
        long[] shape = {tiles, size, input.size(1)};
        var repeated = input.as_strided(shape, 0, input.stride(0), input.stride(1));
        var unused = torch.baddbmm_out(byTile, sum, repeated, parts.get(p).raw());
        sum = byTile;
      }
    }
    return wide == out ? new Tensor(result) : new Tensor(result).narrow(1, 0, out);
  }

  @Override
  public void close() {
    parts.forEach(Tensor::close);
    bias.close();
  }
}
