package org.conversener.cli.demo.world;

/**
 * One link of the true alignment.
 *
 * @param source index of the source word (Chinese: the character)
 * @param english index of the English word that means the same
 */
public record Link(int source, int english) {}
