/** The headings of the chapter, in their order; the keys stand in addresses. */
export const sections = {
  'from-screen-to-world': 'From the screen to the world',
  'the-loop': 'The loop',
  sensing: 'Sensing',
  acting: 'Acting',
  learning: 'Learning',
  safety: 'Safety',
  'key-terms': 'Key terms',
};

export type SectionId = keyof typeof sections;
