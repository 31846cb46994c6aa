package org.conversener.tensor;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The kinds of number a tensor holds, with their names in safetensors files. */
public enum DType {
  /** IEEE single precision; networks run in it. */
  FLOAT32("F32", 4, ScalarType.Float),
  /** IEEE double precision; gradients are checked in it. */
  FLOAT64("F64", 8, ScalarType.Double),
  /** IEEE half precision; word vectors are stored in it. */
  FLOAT16("F16", 2, ScalarType.Half),
  /** Single precision with the mantissa cut to seven bits. */
  BFLOAT16("BF16", 2, ScalarType.BFloat16),
  /** Signed 64-bit integers; indices. */
  INT64("I64", 8, ScalarType.Long),
  /** Truth values; masks. */
  BOOL("BOOL", 1, ScalarType.Bool);

  private final String fileName;
  private final int bytes;
  private final ScalarType raw;

  DType(String fileName, int bytes, ScalarType raw) {
    this.fileName = fileName;
    this.bytes = bytes;
    this.raw = raw;
  }

  /** The name in safetensors files. */
  public String fileName() {
    return fileName;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  ScalarType raw() {
    return raw;
  }

  static DType of(ScalarType type) {
    for (DType candidate : values()) {
      if (candidate.raw == type.intern()) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("Converse does not use tensors of type " + type);
  }
}
