package org.conversener.cli.demo.world;

import org.conversener.text.Sentence;

/**
 * A labelled English sentence.
 *
 * @param sentence its words and entities
 * @param origin what it was made from
 */
public record TeacherSentence(Sentence sentence, Origin origin) {}
