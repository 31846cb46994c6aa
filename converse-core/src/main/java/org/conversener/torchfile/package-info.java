/**
 * Files that {@code torch.save} wrote, read without running anything: a Python pickle is a program,
 * and here it is interpreted over a closed set of instructions whose results are inert. Knows of no
 * models; who imports one maps what is found here onto his own parameters.
 *
 * <p>Flow: {@link org.conversener.torchfile.TorchFile#open} tells the two containers apart (a ZIP
 * since torch 1.6, pickles in a row before) and reads the object in it with a {@link
 * org.conversener.torchfile.PickleReader}. Its values are Java's own: {@code String}, {@code Long},
 * {@code java.math.BigInteger}, {@code Double}, {@code Boolean}, {@code byte[]}, {@code List}, and
 * {@code Map} in the order of the file; and {@link org.conversener.torchfile.PickleTuple}, {@link
 * org.conversener.torchfile.PickleNone}, {@link org.conversener.torchfile.PickleObject} for an
 * instance of any class, and {@link org.conversener.torchfile.TorchTensor}. A tensor's numbers stay
 * in the file until they are asked for.
 *
 * <p>Files are taken for hostile: counts and sizes are compared with the bytes that are there
 * before anything is allocated, instructions are counted, classes of packages that the caller did
 * not name are refused, and every defect is a {@link org.conversener.tensor.CorruptFileException}
 * with file and byte.
 *
 * <p>Traps: values may contain themselves, so nothing may walk them without an end; tuples and
 * objects are equal to themselves only; tensors may share a storage.
 */
@NullMarked
package org.conversener.torchfile;

import org.jspecify.annotations.NullMarked;
