package org.conversener.translation;

import org.conversener.tensor.DType;

/** The kind of number in which a translator multiplies matrices; all else is single precision. */
public enum Products {
  /** Single precision. */
  FLOAT32(DType.FLOAT32),
  /**
   * Eight bits of mantissa, summed in single precision: about twice as fast on processors that know
   * it (AVX-512 BF16, AMX), and far slower on others.
   */
  BFLOAT16(DType.BFLOAT16);

  private final DType type;

  Products(DType type) {
    this.type = type;
  }

  DType type() {
    return type;
  }
}
