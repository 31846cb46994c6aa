/**
 * Tensors that TensorFlow saved as a <i>bundle</i>: the index {@code NAME.index} and the numbers in
 * {@code NAME.data-00000-of-00001}, as in a SavedModel's {@code variables} and in checkpoints of
 * version 2. Knows of no models; who imports one maps what is found here onto his own parameters.
 *
 * <p>Flow: {@link org.conversener.tensorbundle.TensorBundle#open} reads the index, a sorted string
 * table of LevelDB's format ({@link org.conversener.tensorbundle.SortedTable}), whose values are
 * protocol buffers ({@link org.conversener.tensorbundle.ProtoMessage}), one for each tensor ({@link
 * org.conversener.tensorbundle.BundleTensor}). Numbers stay in the data file until asked for.
 *
 * <p>Files are taken for hostile: offsets, sizes and shapes are compared with the bytes that are
 * there before anything is allocated, every checksum is tested, and every defect is a {@link
 * org.conversener.tensor.CorruptFileException} that names the file.
 *
 * <p>Traps: the numbers are TensorFlow's, so matrices stand as [in, out], and names hold slashes.
 */
@NullMarked
package org.conversener.tensorbundle;

import org.jspecify.annotations.NullMarked;
