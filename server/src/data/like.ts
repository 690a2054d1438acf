/** A text to be looked for as it is: Prisma hands `contains` to LIKE, whose wildcards it would be read with. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');
