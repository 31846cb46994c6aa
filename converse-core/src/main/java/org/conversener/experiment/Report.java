package org.conversener.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.conversener.text.Sentence;
import org.conversener.text.Span;
import org.conversener.translation.WordMatrix;

/**
 * A page in HTML, without anything loaded from elsewhere: the table of results, and for chosen
 * sentences the attention of every layer as a heat map and the English words that lent each source
 * word its features.
 */
public final class Report {
  private static final int LENDERS = 3;
  private static final double LEAST_SHARE = 0.05;
  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:72em;padding:0 1em;color:#222}
      table{border-collapse:collapse;margin:1em 0} td,th{padding:.15em .5em;text-align:left}
      .heat td{width:1.7em;height:1.5em;padding:0;border:1px solid #eee}
      .heat th{font-weight:normal;font-size:13px} .heat th.top{writing-mode:vertical-rl;transform:rotate(180deg);text-align:left}
      .layers{display:flex;flex-wrap:wrap;gap:1.5em} .entity{font-weight:600;color:#8a3b00}
      .rows tr{border-top:1px solid #ddd} .rows td,.rows th{padding:.25em .8em} .share{color:#777;font-size:13px}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  /** An empty page. */
  public Report(String title) {
    this.title = title;
  }

  /** Adds a heading and a paragraph. */
  public Report text(String heading, String paragraph) {
    body.append("<h2>").append(escape(heading)).append("</h2>\n<p>");
    body.append(escape(paragraph)).append("</p>\n");
    return this;
  }

  /** Adds all that another page holds. */
  public Report append(Report other) {
    body.append(other.body);
    return this;
  }

  /** Adds the table of results. */
  public Report table(ResultTable table) {
    body.append("<pre>").append(escape(table.toText())).append("</pre>\n");
    return this;
  }

  /**
   * Adds one sentence.
   *
   * @param source the source sentence with the entities the tagger found
   * @param english its translation with the entities the teacher found
   * @param layers the attention of every layer between their words
   */
  public Report attention(Sentence source, Sentence english, List<WordMatrix> layers) {
    body.append("<p>")
        .append(marked(source))
        .append("<br>")
        .append(marked(english))
        .append("</p>\n");
    WordMatrix last = layers.get(layers.size() - 1);
    body.append("<h3>Who lent each word its features (last layer)</h3>\n<table class=\"rows\">\n");
    for (int i = 0; i < source.length(); i++) {
      body.append("<tr><th>").append(escape(source.words().get(i))).append("</th><td>");
      body.append(lenders(last, i, english)).append("</td></tr>\n");
    }
    body.append("</table>\n<h3>Attention, layer by layer</h3>\n<div class=\"layers\">\n");
    layers.forEach(layer -> heatMap(layer, source, english));
    body.append("</div>\n");
    return this;
  }

  /** The English words with the largest weights in a row, each with its weight. */
  private static String lenders(WordMatrix matrix, int row, Sentence english) {
    List<Integer> order = new ArrayList<>();
    for (int j = 0; j < matrix.columns(); j++) {
      order.add(j);
    }
    order.sort((a, b) -> Float.compare(matrix.at(row, b), matrix.at(row, a)));
    StringBuilder text = new StringBuilder();
    for (int j : order.subList(0, Math.min(LENDERS, order.size()))) {
      if (matrix.at(row, j) >= LEAST_SHARE) {
        text.append(escape(english.words().get(j)));
        text.append(
            String.format(Locale.ROOT, " <span class=\"share\">%.2f</span> ", matrix.at(row, j)));
      }
    }
    return text.isEmpty() ? "<span class=\"share\">nothing above 0.05</span>" : text.toString();
  }

  private void heatMap(WordMatrix matrix, Sentence source, Sentence english) {
    body.append("<table class=\"heat\"><caption>layer ")
        .append(matrix.layer())
        .append("</caption>\n<tr><th></th>");
    for (String word : english.words()) {
      body.append("<th class=\"top\">").append(escape(word)).append("</th>");
    }
    body.append("</tr>\n");
    for (int i = 0; i < matrix.rows(); i++) {
      body.append("<tr><th>").append(escape(source.words().get(i))).append("</th>");
      for (int j = 0; j < matrix.columns(); j++) {
        double weight = Math.min(1, Math.max(0, matrix.at(i, j)));
        body.append(
            String.format(
                Locale.ROOT,
                "<td style=\"background:rgba(178,60,0,%.3f)\" title=\"%.3f\"></td>",
                weight,
                matrix.at(i, j)));
      }
      body.append("</tr>\n");
    }
    body.append("</table>\n");
  }

  private static String marked(Sentence sentence) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentence.length(); i++) {
      String type = null;
      for (Span entity : sentence.entities()) {
        if (entity.start() <= i && i < entity.end()) {
          type = entity.type();
        }
      }
      String word = escape(sentence.words().get(i));
      text.append(
          type == null
              ? word
              : "<span class=\"entity\" title=\"" + escape(type) + "\">" + word + "</span>");
      text.append(' ');
    }
    return text.toString();
  }

  /** The page. */
  public String toHtml() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + escape(title)
        + "</title><style>\n"
        + STYLE
        + "</style></head><body>\n<h1>"
        + escape(title)
        + "</h1>\n"
        + body
        + "</body></html>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
