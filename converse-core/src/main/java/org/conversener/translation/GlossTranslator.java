package org.conversener.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.conversener.tensor.CorruptFileException;
import org.conversener.text.Characters;
import org.conversener.text.MosesTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Translates word for word, in the order of the source, and copies what it does not know: names
 * survive, and it is certain which English word stands for which source word.
 *
 * <p>One layer. Every English word attends to its source word alone; mostly there is one for each,
 * so that the attention is the identity. A source word that Moses' rules cut, or whose lexicon
 * entry has several words, becomes several English words. Of a character translator, an English
 * word attends evenly to the characters of the word that was found. Neither thing depends on other
 * words of the sentence, but for the capitals at its start. Long sentences have several windows.
 *
 * <p>A word with a capital that is not in the table is copied, also if it is there in small
 * letters: inside a sentence it is likely a name.
 */
public final class GlossTranslator implements Translator {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
  private static final String CONFIG = "translator.json";
  private static final String TABLE = "gloss.tsv";

  /** Subwords of a window, so that its attention stays small. */
  private static final int WINDOW = 256;

  /** Letters a word in capitals must have to be more than an abbreviation. */
  private static final int ABBREVIATION = 4;

  private final GlossConfig config;
  private final GlossTable table;
  private final MosesTokenizer tokenizer;
  private final Segmenter segmenter;
  private final String hash;

  /** A translator with this table. */
  GlossTranslator(GlossConfig config, GlossTable table) {
    this.config = config;
    this.table = table;
    tokenizer = new MosesTokenizer(config.sourceLanguage());
    segmenter = new Segmenter(text -> table.get(text) != null, table.longest());
    hash = hash(config, table);
  }

  /** How it was configured. */
  public GlossConfig config() {
    return config;
  }

  /** The number of source words it knows. */
  public int size() {
    return table.size();
  }

  /** Whether it has English for a source word; if not it copies the word. */
  public boolean knows(String word) {
    return table.get(word) != null || table.get(Casing.small(word)) != null;
  }

  @Override
  public int layers() {
    return 1;
  }

  @Override
  public String identity() {
    return "gloss " + hash;
  }

  @Override
  public List<String> words(String line) {
    return config.sourceUnits().words(line);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The score is 0: there is no second translation to compare it with.
   */
  @Override
  public Translation translate(List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a sentence to translate needs at least one word");
    }
    GlossAttention attention = new GlossAttention(WINDOW);
    if (config.sourceUnits() == SourceUnits.CHARACTERS) {
      translateCharacters(words, attention);
    } else {
      translateWords(words, attention);
    }
    return new Translation(words, attention.target(), attention.windows(), 0);
  }

  private void translateWords(List<String> words, GlossAttention attention) {
    String previous = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      List<String> english = word.isEmpty() ? List.of() : english(word, previous);
      if (english != null) {
        previous = word;
      } else {
        List<String> tokens = tokenizer.tokenize(word);
        english = joined(word, tokens, previous);
        previous = tokens.isEmpty() ? previous : tokens.get(tokens.size() - 1);
      }
      attention.add(new int[] {i}, english);
    }
  }

  /**
   * The English of the parts of a word. If no part is known the word itself, as in {@code 10:30},
   * but for punctuation that merely hangs on it.
   */
  private List<String> joined(String word, List<String> tokens, @Nullable String before) {
    List<String> english = new ArrayList<>();
    boolean isKnown = false;
    String previous = before;
    for (String token : tokens) {
      List<String> ofToken = english(token, previous);
      isKnown |= ofToken != null && Casing.isWord(token);
      english.addAll(ofToken == null ? List.of(token) : ofToken);
      previous = token;
    }
    boolean isOneWord = tokens.stream().filter(Casing::isWord).count() == 1;
    return isKnown || isOneWord || tokens.isEmpty() ? english : List.of(word);
  }

  private void translateCharacters(List<String> words, GlossAttention attention) {
    List<String> characters = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (String character : Characters.split(words.get(i))) {
        characters.add(character);
        owners.add(i);
      }
    }
    int at = 0;
    while (at < characters.size()) {
      int length = segmenter.length(characters, at);
      String word = String.join("", characters.subList(at, at + length));
      int[] owned = owners.subList(at, at + length).stream().mapToInt(Integer::intValue).toArray();
      GlossTable.Entry entry = table.get(word);
      attention.add(owned, entry == null ? List.of(word) : entry.english());
      at += length;
    }
  }

  /** What a word becomes, or null if it is to be copied. */
  private @Nullable List<String> english(String word, @Nullable String previous) {
    GlossTable.Entry entry = table.get(word);
    if (!Casing.hasCapital(word)) {
      return entry == null ? null : entry.english();
    }
    String small = Casing.small(word);
    if (Casing.isStart(previous) && Casing.isCapitalised(word)) {
      GlossTable.Entry other = table.get(small);
      boolean isOther = other != null && (entry == null || other.count() > entry.count());
      GlossTable.Entry chosen = isOther ? other : entry;
      if (chosen != null) {
        return capitalised(chosen.english());
      }
    }
    if (entry == null && word.length() >= ABBREVIATION && Casing.isAllCapitals(word)) {
      GlossTable.Entry name = table.get(Casing.capitalised(small));
      GlossTable.Entry other = name == null ? table.get(small) : name;
      return other == null ? null : other.english().stream().map(Casing::large).toList();
    }
    return entry == null ? null : entry.english();
  }

  private static List<String> capitalised(List<String> words) {
    List<String> copy = new ArrayList<>(words);
    copy.set(0, Casing.capitalised(copy.get(0)));
    return copy;
  }

  /** Writes everything but the model's manifest into a folder. */
  public void writeTo(Path directory) throws IOException {
    Files.write(directory.resolve(CONFIG), JSON.writeValueAsBytes(config));
    table.write(directory.resolve(TABLE));
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws CorruptFileException if the configuration is not what it should be
   * @throws org.conversener.corpus.BadDataException if the table is not what it should be
   */
  public static GlossTranslator readFrom(Path directory) throws IOException {
    Path file = directory.resolve(CONFIG);
    GlossConfig config;
    try {
      config = JSON.readValue(Files.readAllBytes(file), GlossConfig.class);
    } catch (JsonProcessingException e) {
      throw new CorruptFileException(file, "unreadable: " + e.getMessage());
    }
    if (config == null) {
      throw new CorruptFileException(file, "expected the settings, found null");
    }
    return new GlossTranslator(config, GlossTable.read(directory.resolve(TABLE)));
  }

  private static String hash(GlossConfig config, GlossTable table) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // What a translation depends on, and not how the table was learned.
      digest.update(
          (config.sourceLanguage() + "\n" + config.sourceUnits() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      for (String line : table.lines()) {
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    // Holds nothing but Java memory.
  }
}
