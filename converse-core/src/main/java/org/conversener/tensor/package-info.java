/**
 * Numbers on a device: tensors, their lifetimes, parameters, optimisers and the file format of
 * weights. The only package that knows the native library; nothing here knows of words.
 *
 * <p>Flow: open a {@link org.conversener.tensor.Scope}, compute with {@link
 * org.conversener.tensor.Tensor} and {@link org.conversener.tensor.Ops}, read plain Java arrays
 * out, close the scope. What must outlive a scope is {@linkplain org.conversener.tensor.Scope#keep
 * kept}. Learned tensors live in {@link org.conversener.tensor.Parameters}, outside of all scopes.
 *
 * <p>Traps: Java's heap does not see native memory, so a computation outside of a scope leaks until
 * the garbage collector happens to run. Scopes and the switch for gradients belong to one thread.
 * Creating a tensor inside a scope and storing it in a field leaves a dangling handle behind.
 */
@NullMarked
package org.conversener.tensor;

import org.jspecify.annotations.NullMarked;
