package org.conversener.layers;

import java.util.function.Supplier;
import org.conversener.tensor.DType;
import org.conversener.tensor.Ops;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Scope;
import org.conversener.tensor.Tensor;

/** The gains with which weight normalisation starts. */
final class WeightNorm {
  private WeightNorm() {}

  /** The parameter {@code weight_g}: the norms of the direction, so that W = V at first. */
  static Tensor gain(Parameters parameters, Tensor direction) {
    try (Scope scope = Scope.withoutGradients()) {
      Tensor norms = Ops.normPerRow(direction);
      return parameters.add("weight_g", norms.toDoubles(), norms.shape());
    }
  }

  /** A copy of the effective weight in this type that outlives all scopes. */
  static Tensor folded(Supplier<Tensor> weight, DType type) {
    try (Scope scope = Scope.withoutGradients()) {
      return weight.get().as(type).contiguous().detach().owned();
    }
  }
}
