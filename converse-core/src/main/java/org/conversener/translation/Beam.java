package org.conversener.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search of one sentence, step by step: which hypotheses live, and which have ended (fairseq
 * {@code sequence_generator.py} at v0.6.2). Of all continuations the best 2·beam are looked at; one
 * that ends the sentence counts only among the first {@code beam}.
 */
final class Beam {
  /**
   * A hypothesis, as the last of its subwords.
   *
   * @param parent what it continues; null before the first subword
   * @param id its last subword
   * @param sum its log-probability
   * @param length its number of subwords
   * @param row the row of {@code parent} among its sentence's when this subword was predicted
   */
  record Node(@Nullable Node parent, int id, double sum, int length, int row) {
    static final Node START = new Node(null, Symbols.EOS, 0, 0, 0);

    /** The subwords, first to last. */
    int[] ids() {
      int[] ids = new int[length];
      Node node = this;
      for (int i = length - 1; i >= 0 && node != null; i--, node = node.parent) {
        ids[i] = node.id;
      }
      return ids;
    }

    /** For each subword the row that predicted it, first to last. */
    int[] rows() {
      int[] rows = new int[length];
      Node node = this;
      for (int i = length - 1; i >= 0 && node != null; i--, node = node.parent) {
        rows[i] = node.row;
      }
      return rows;
    }
  }

  /** A continuation: which subword, in which row, with which log-probability of its own. */
  record Candidate(int row, int id, double logProbability) {}

  private final Decoding decoding;
  private final int[] prefix;
  private final int longest;
  private final List<Node> finished = new ArrayList<>();
  private List<Node> live = List.of(Node.START);

  /**
   * Before the first step.
   *
   * @param prefix the subwords every translation starts with; empty for none
   * @param longest the most subwords before end-of-sentence
   */
  Beam(Decoding decoding, int[] prefix, int longest) {
    if (prefix.length > longest) {
      throw new IllegalArgumentException(
          "the prefix has "
              + prefix.length
              + " subwords, but the longest translation of this sentence "
              + longest);
    }
    this.decoding = decoding;
    this.prefix = prefix;
    this.longest = longest;
  }

  /** The hypotheses that go on, at most the beam; their order is that of the rows. */
  List<Node> live() {
    return live;
  }

  /** Whether the search of this sentence is over. */
  boolean isDone() {
    return live.isEmpty();
  }

  /** The subword that the next step must take; -1 if it is free. */
  int forced() {
    int step = live.isEmpty() ? 0 : live.get(0).length;
    return step < prefix.length ? prefix[step] : step == longest ? Symbols.EOS : -1;
  }

  /**
   * Takes one step.
   *
   * @param candidates the best continuations of each row; if a subword is {@linkplain #forced
   *     forced}, its continuations alone
   */
  void advance(List<Candidate> candidates) {
    int length = live.get(0).length;
    if (length < prefix.length) {
      live = candidates.stream().map(this::extended).toList();
      return;
    }
    if (length == longest) {
      // All are of one length, so the order of their sums is that of their scores.
      for (Node node : bestFirst(candidates)) {
        if (finished.size() < decoding.beam()) {
          finished.add(node);
        }
      }
      live = List.of();
      return;
    }
    List<Node> best = bestFirst(candidates);
    int beam = decoding.beam();
    List<Node> next = new ArrayList<>();
    for (int rank = 0; rank < Math.min(2 * beam, best.size()) && next.size() < beam; rank++) {
      Node node = best.get(rank);
      if (node.id != Symbols.EOS) {
        next.add(node);
      } else if (rank < beam && node.length > decoding.shortest() && finished.size() < beam) {
        finished.add(node);
      }
    }
    live = finished.size() < beam ? next : List.of();
  }

  private List<Node> bestFirst(List<Candidate> candidates) {
    List<Node> nodes = new ArrayList<>();
    for (Candidate candidate : candidates) {
      nodes.add(extended(candidate));
    }
    // Stable: of equals, the earlier row and within it the earlier candidate.
    nodes.sort(Comparator.comparingDouble(Node::sum).reversed());
    return nodes;
  }

  private Node extended(Candidate candidate) {
    Node parent = live.get(candidate.row);
    return new Node(
        parent,
        candidate.id,
        parent.sum + candidate.logProbability,
        parent.length + 1,
        candidate.row);
  }

  /** The score by which finished hypotheses are compared: log-probability over length^penalty. */
  double score(Node node) {
    return node.sum / Math.pow(node.length, decoding.lengthPenalty());
  }

  /** All finished hypotheses, best first; at least one once the search is done. */
  List<Node> best() {
    List<Node> sorted = new ArrayList<>(finished);
    sorted.sort(Comparator.comparingDouble(this::score).reversed());
    return sorted;
  }
}
