package org.conversener.translation;

/**
 * That two words translate each other.
 *
 * @param source the place of the source word in its sentence, from 0
 * @param target the place of the English word in its sentence, from 0
 */
public record Link(int source, int target) {}
