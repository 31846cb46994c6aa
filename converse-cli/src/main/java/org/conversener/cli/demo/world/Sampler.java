package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws drafts for one data set. Names are dealt like cards, so that all of them turn up about
 * equally often; one sentence in ten has none.
 */
final class Sampler {
  private final List<Frame> named;
  private final List<Frame> nameless;
  private final Lexicon lexicon;
  private final PairSplit pairs;
  private final boolean evaluation;
  private final SplittableRandom random;
  private final List<Name> deck;

  /**
   * @param names the names it may draw
   * @param evaluation whether it draws the pairs of frame and stem kept for dev and test, or the
   *     others
   */
  Sampler(
      List<Frame> frames,
      Lexicon lexicon,
      List<Name> names,
      PairSplit pairs,
      boolean evaluation,
      SplittableRandom random) {
    this.named = frames.stream().filter(f -> !f.nameSlots().isEmpty()).toList();
    this.nameless = frames.stream().filter(f -> f.nameSlots().isEmpty()).toList();
    this.lexicon = lexicon;
    this.pairs = pairs;
    this.evaluation = evaluation;
    this.random = random;
    this.deck = new ArrayList<>(names);
    Seeds.shuffle(deck, random);
  }

  Draft next() {
    while (true) {
      Frame frame = Seeds.pick(random.nextInt(10) == 0 ? nameless : named, random);
      Map<String, Draft.Mention> mentions = drawNames(frame);
      // No name is left for some slot of this frame on this side of the split: take another frame.
      if (mentions != null) {
        return new Draft(frame, mentions, drawFillers(frame, mentions));
      }
    }
  }

  private @Nullable Map<String, Draft.Mention> drawNames(Frame frame) {
    Map<String, Draft.Mention> mentions = new LinkedHashMap<>();
    Set<String> stems = new LinkedHashSet<>();
    for (Map.Entry<String, Frame.NameSlot> slot : frame.nameSlots().entrySet()) {
      Draft.Mention mention = drawName(frame, slot.getValue(), stems);
      if (mention == null) {
        return null;
      }
      mentions.put(slot.getKey(), mention);
    }
    return mentions;
  }

  private Draft.@Nullable Mention drawName(Frame frame, Frame.NameSlot slot, Set<String> stems) {
    for (int i = 0; i < deck.size(); i++) {
      Name name = deck.get(i);
      for (Frame.Alternative alternative : slot.alternatives()) {
        if (alternative.takes(name)
            && pairs.isEvaluation(frame.id(), name.stem()) == evaluation
            && stems.add(name.stem())) {
          deck.remove(i);
          deck.add(deck.size() - random.nextInt(deck.size() / 3 + 1), name);
          int surface = surface(name, slot, alternative);
          return new Draft.Mention(name, alternative.label(), name.surfaces().get(surface));
        }
      }
    }
    return null;
  }

  private int surface(Name name, Frame.NameSlot slot, Frame.Alternative alternative) {
    // A football club is called "Tamo", never "the city of Tamo".
    boolean relabelled = !alternative.label().equals(name.type());
    int count = name.surfaces().size();
    return relabelled ? 0 : slot.shortForm() ? count - 1 : random.nextInt(count);
  }

  private Map<String, Draft.Filler> drawFillers(Frame frame, Map<String, Draft.Mention> mentions) {
    Map<String, Draft.Filler> fillers = new LinkedHashMap<>();
    frame
        .fillerSlots()
        .forEach(
            (slot, wanted) -> {
              Entry entry = Seeds.pick(lexicon.entries(wanted.categories()), random);
              Draft.Mention owner = mentions.get(wanted.owner());
              Gender any =
                  wanted.plural() ? Gender.MASCULINE : Seeds.pick(List.of(Gender.values()), random);
              Gender gender = owner == null ? any : owner.name().gender();
              fillers.put(slot, new Draft.Filler(entry, gender, wanted.plural()));
            });
    return fillers;
  }
}
