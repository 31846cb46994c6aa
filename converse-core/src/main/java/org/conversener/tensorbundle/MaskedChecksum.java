package org.conversener.tensorbundle;

import java.util.zip.CRC32C;

/** LevelDB's form of a CRC-32C, which is no checksum of itself. */
final class MaskedChecksum {
  private static final int DELTA = 0xa282ead8;

  private MaskedChecksum() {}

  /** The masked form of a checksum, as an unsigned number of 32 bits. */
  static long of(CRC32C checksum) {
    int crc = (int) checksum.getValue();
    return Integer.toUnsignedLong(Integer.rotateRight(crc, 15) + DELTA);
  }

  static long of(byte[] bytes, int start, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, start, length);
    return of(checksum);
  }
}
