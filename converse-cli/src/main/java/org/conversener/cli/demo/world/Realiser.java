package org.conversener.cli.demo.world;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.jspecify.annotations.Nullable;

/** Writes one draft in one language. */
final class Realiser {
  private static final Pattern SLOT =
      Pattern.compile("\\{(?:(\\w+)\\+)?(\\w+)(?::([\\w.]+))?(?:@(\\w+))?}");

  private final Draft draft;
  private final Language language;
  private final List<String> words = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<Span> entities = new ArrayList<>();

  private Realiser(Draft draft, Language language) {
    this.draft = draft;
    this.language = language;
  }

  static Realisation write(Draft draft, Language language) {
    Realiser realiser = new Realiser(draft, language);
    for (String token : draft.frame().tokens().in(language)) {
      realiser.write(token);
    }
    realiser.adjustSpelling();
    return new Realisation(new Sentence(realiser.words, realiser.entities), realiser.keys);
  }

  private void write(String token) {
    Matcher slot = SLOT.matcher(token);
    if (!slot.matches()) {
      int caret = token.indexOf('^');
      String literal = caret < 0 ? token : token.substring(0, caret);
      append(literal, caret < 0 ? "" : token.substring(caret));
      return;
    }
    String prefix = slot.group(1);
    String target = slot.group(2);
    String form = slot.group(3) == null ? "" : slot.group(3);
    String agreesWith = slot.group(4) == null ? "" : slot.group(4);
    Draft.Mention mention = draft.mentions().get(target);
    Draft.Filler filler = draft.fillers().get(target);
    if (mention != null) {
      append(article(prefix, target, mention), "");
      appendName(mention, target);
    } else if (filler != null) {
      append(prefix == null ? "" : agreeing(prefix, target), "");
      append(inflect(filler, target, form, agreesWith), target);
    } else {
      append(agreeing(target, agreesWith), "");
    }
  }

  private String article(@Nullable String prefix, String slot, Draft.Mention mention) {
    return switch (language) {
      case EN -> mention.surface().in(language).article();
      case ES -> agreeing(prefix == null ? "el" : prefix, slot);
      case ZH -> "";
    };
  }

  private void appendName(Draft.Mention mention, String slot) {
    int start = words.size();
    for (NameForm.Part part : mention.surface().in(language).parts()) {
      for (String word : part.words()) {
        words.add(word);
        keys.add(slot + "." + part.key());
      }
    }
    entities.add(new Span(mention.label(), start, words.size()));
  }

  private void append(String text, String key) {
    if (!text.isEmpty()) {
      for (String word : language.words(text)) {
        words.add(word);
        keys.add(key);
      }
    }
  }

  private String inflect(Draft.Filler filler, String slot, String form, String agreesWith) {
    Entry entry = filler.entry();
    Lexeme lexeme = entry.in(language);
    if (language == Language.ZH) {
      return lexeme.base();
    }
    boolean english = language == Language.EN;
    Referent other = withForm(agreesWith.isEmpty() ? Referent.NONE : referent(agreesWith), form);
    String firstForm = form.replaceAll("\\..*", "");
    return switch (entry.partOfSpeech()) {
      case "noun" -> {
        boolean plural = filler.plural() && !form.equals("sg");
        Referent own = referent(slot);
        yield english
            ? EnglishInflection.noun(lexeme, plural)
            : SpanishInflection.noun(
                lexeme, new Referent(own.gender(), plural, true, own.masculineArticle()));
      }
      case "verb" ->
          english
              ? EnglishInflection.verb(lexeme, firstForm)
              : SpanishInflection.verb(lexeme, firstForm, other);
      case "adj" -> english ? lexeme.base() : SpanishInflection.adjective(lexeme, other);
      default -> lexeme.base();
    };
  }

  /** What the form itself says about number and gender: "pret.pl", "pl", "f". */
  private static Referent withForm(Referent referent, String form) {
    boolean plural = referent.plural() || form.equals("pl") || form.endsWith(".pl");
    Gender gender = form.equals("f") ? Gender.FEMININE : referent.gender();
    return new Referent(gender, plural, referent.definite(), referent.masculineArticle());
  }

  private Referent referent(String slot) {
    Draft.Mention mention = draft.mentions().get(slot);
    if (mention != null) {
      NameForm spanish = mention.surface().spanish();
      return new Referent(mention.name().gender(), false, !spanish.article().isEmpty(), false);
    }
    Draft.Filler filler = draft.fillers().get(slot);
    if (filler == null) {
      throw new IllegalStateException(draft.frame().id() + " has no slot " + slot);
    }
    Lexeme spanish = filler.entry().in(Language.ES);
    Gender gender = spanish.gender() == null ? filler.gender() : spanish.gender();
    boolean plural = filler.plural() && !spanish.irregular().containsKey("num");
    return new Referent(gender, plural, true, spanish.irregular().containsKey("art"));
  }

  private String agreeing(String word, String slot) {
    Referent referent = referent(slot);
    boolean feminine = referent.feminine();
    return switch (language) {
      case ES -> SpanishInflection.agreeing(word, referent);
      case EN ->
          switch (word) {
            case "he" -> feminine ? "she" : "he";
            case "his" -> feminine ? "her" : "his";
            case "mr" -> feminine ? "Ms." : "Mr.";
            default -> throw new IllegalStateException("no agreeing English word " + word);
          };
      case ZH ->
          switch (word) {
            case "he" -> feminine ? "她" : "他";
            case "mr" -> feminine ? "女士" : "先生";
            default -> throw new IllegalStateException("no agreeing Chinese word " + word);
          };
    };
  }

  private void adjustSpelling() {
    for (int i = 0; i + 1 < words.size(); i++) {
      String next = words.get(i + 1);
      if (language == Language.EN
          && words.get(i).equals("a")
          && next.matches("[aeioAEIO].*|un.*|ups.*")) {
        words.set(i, "an");
      } else if (language == Language.EN
          && words.get(i).equals("A")
          && next.matches("[aeio].*|un.*")) {
        words.set(i, "An");
      } else if (language == Language.ES
          && words.get(i).equals("y")
          && next.matches("[Ii].*|H?i[^e].*")) {
        words.set(i, "e");
      }
    }
    int first = words.get(0).equals("\"") ? 1 : 0;
    String word = words.get(first);
    int initial = word.codePointAt(0);
    words.set(
        first,
        Character.toString(Character.toUpperCase(initial))
            + word.substring(Character.charCount(initial)));
  }
}
