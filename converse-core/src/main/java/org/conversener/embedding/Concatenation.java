package org.conversener.embedding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.conversener.tensor.DType;
import org.conversener.tensor.Parameters;
import org.conversener.tensor.Tensor;
import org.conversener.text.Sentence;

/** Several features side by side, in their order; of no parts, features of width 0. */
public final class Concatenation implements TokenFeatures {
  private final List<TokenFeatures> parts;
  private final DType type;

  /** The parts must have been made with the same parameters. */
  public Concatenation(Parameters parameters, List<TokenFeatures> parts) {
    this.parts = List.copyOf(parts);
    this.type = parameters.type();
  }

  @Override
  public int width() {
    return parts.stream().mapToInt(TokenFeatures::width).sum();
  }

  @Override
  public Tensor forward(List<Sentence> batch, boolean isTraining) {
    if (parts.isEmpty()) {
      return Tensor.zeros(type, batch.size(), Batches.longest(batch), 0);
    }
    Tensor[] features = new Tensor[parts.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = parts.get(i).forward(batch, isTraining);
    }
    return features.length == 1 ? features[0] : Tensor.concat(2, features);
  }

  @Override
  public String describe() {
    return parts.stream().map(TokenFeatures::describe).collect(Collectors.joining(","));
  }

  /** How each part is named. */
  public List<String> describeParts() {
    return parts.stream().map(TokenFeatures::describe).toList();
  }

  @Override
  public void writeTo(Path directory) throws IOException {
    for (TokenFeatures part : parts) {
      part.writeTo(directory);
    }
  }

  @Override
  public void release() {
    parts.forEach(TokenFeatures::release);
  }
}
